import { execa } from "execa";
import { projectRoot } from "../../toolchain/environment.ts";
import type { Toolchain } from "../../toolchain/setup.ts";

/** Pulumi with this project's environment. */
export interface PulumiRunner {
  /** Runs a command and returns its standard output. Rejects if it fails. */
  read(args: readonly string[]): Promise<string>;
  /**
   * Runs a command whose output the user sees.
   * @returns its exit code
   */
  show(args: readonly string[], signal?: AbortSignal): Promise<number>;
}

/** @param output where the output of `show` goes. @default "stdout" */
export function pulumiRunner({ pulumi, env }: Toolchain, output: "stdout" | "stderr" = "stdout"): PulumiRunner {
  if (pulumi === undefined) throw new Error("the toolchain was set up without Pulumi");
  const { command } = pulumi;
  return {
    async read(args) {
      const { stdout } = await execa(command, [...args, "--non-interactive"], { cwd: projectRoot, env });
      return stdout;
    },
    async show(args, signal) {
      const child = execa(command, [...args], {
        cwd: projectRoot,
        env,
        stdin: "ignore",
        stdout: output === "stdout" ? "inherit" : process.stderr,
        stderr: "inherit",
        reject: false,
      });
      const forward = () => {
        // At a terminal, Ctrl-C has reached Pulumi already, and a second SIGINT would end it without cleaning up.
        if (!process.stdin.isTTY) child.kill("SIGINT");
      };
      signal?.addEventListener("abort", forward, { once: true });
      if (signal?.aborted) forward();
      const { exitCode } = await child;
      signal?.removeEventListener("abort", forward);
      return exitCode ?? 1;
    },
  };
}
