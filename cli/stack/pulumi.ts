import { execa } from "execa";
import type { WriteStream } from "node:tty";
import { UserError } from "../../errors/user-error.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import type { Toolchain } from "../../toolchain/setup.ts";

/** Time in which a command that is to end records what it has done. */
const endsWithinMs = 20_000;

/** Pulumi with this project's environment. */
export interface PulumiRunner {
  /** Runs a command and returns its standard output. Rejects with a UserError that has Pulumi's reason if it fails. */
  read(args: readonly string[]): Promise<string>;
  /**
   * Runs a command whose output the user sees.
   * @param lost aborted when what it works on no longer answers: then it is ended, by force if it still waits for an answer
   * @returns its exit code
   */
  show(args: readonly string[], signal?: AbortSignal, lost?: AbortSignal): Promise<number>;
}

/** A command that Pulumi did not carry out: its backend cannot be reached, a passphrase is wrong, its state is damaged. */
function refusal(args: readonly string[], stderr: string): UserError {
  const said = stderr
    .split("\n")
    .map((line) => line.trim().replace(/^error: /, ""))
    .filter(Boolean);
  return new UserError({
    found: `Pulumi failed: pulumi ${args.slice(0, 3).join(" ")}: ${said.join("; ") || "it printed nothing"}`,
    remedy: "npm run doctor says which backend it uses and whether that works; if it does, please report this",
  });
}

/** @param output where the output of `show` goes. @default "stdout" */
export function pulumiRunner({ pulumi, env }: Toolchain, output: "stdout" | "stderr" = "stdout"): PulumiRunner {
  if (pulumi === undefined) throw new Error("the toolchain was set up without Pulumi");
  const { command } = pulumi;
  return {
    async read(args) {
      const options = { cwd: projectRoot, env, reject: false } as const;
      const { failed, stdout, stderr, shortMessage } = await execa(command, [...args, "--non-interactive"], options);
      if (failed) throw refusal(args, stderr === "" ? (shortMessage ?? "") : stderr);
      return stdout;
    },
    async show(args, signal, lost) {
      const child = execa(command, [...args], {
        cwd: projectRoot,
        env,
        stdin: "ignore",
        stdout: passedOn(output),
        stderr: passedOn("stderr"),
        buffer: false,
        reject: false,
      });
      child.stdout?.on("data", (chunk: Buffer) => process[output].write(chunk));
      child.stderr?.on("data", (chunk: Buffer) => process.stderr.write(chunk));
      const forward = () => {
        // At a terminal, Ctrl-C has reached Pulumi already, and a second SIGINT would end it without cleaning up.
        if (!process.stdin.isTTY) child.kill("SIGINT");
      };
      const end = () => {
        child.kill("SIGINT");
        // The second one ends it without waiting for what is under way.
        setTimeout(() => child.kill("SIGINT"), endsWithinMs).unref();
      };
      signal?.addEventListener("abort", forward, { once: true });
      lost?.addEventListener("abort", end, { once: true });
      if (signal?.aborted) forward();
      const { exitCode } = await child;
      signal?.removeEventListener("abort", forward);
      lost?.removeEventListener("abort", end);
      return exitCode ?? 1;
    },
  };
}

/** Pulumi would die in the middle if no process read its output any more (`| head`), so only a terminal gets it directly. */
function passedOn(name: "stdout" | "stderr"): WriteStream | "pipe" {
  const stream = process[name];
  return stream.isTTY ? stream : "pipe";
}
