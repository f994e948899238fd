import { execa } from "execa";
import { existsSync } from "node:fs";
import { UserError } from "../../../errors/user-error.ts";

/** How a command ended, whatever its exit code. */
export interface PodmanResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the podman command line on this machine. */
export interface PodmanClient {
  /** @returns standard output without the last newline @throws UserError with podman's reason if it fails */
  run(args: readonly string[], timeoutMs?: number): Promise<string>;
  attempt(args: readonly string[], timeoutMs?: number): Promise<PodmanResult>;
}

/** @param program name or path of podman */
export function podmanClient(program = "podman"): PodmanClient {
  const attempt = async (args: readonly string[], timeoutMs = 60_000): Promise<PodmanResult> => {
    // Without systemd there is nothing that takes timers for health checks.
    const env: NodeJS.ProcessEnv = existsSync("/run/systemd/system") ? {} : { DISABLE_HC_SYSTEMD: "true" };
    const result = await execa(program, args, { reject: false, timeout: timeoutMs, env });
    return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr || (result.shortMessage ?? "") };
  };
  return {
    attempt,
    async run(args, timeoutMs) {
      const { exitCode, stdout, stderr } = await attempt(args, timeoutMs);
      if (exitCode === 0) return stdout;
      throw new UserError({
        found: `podman ${args.slice(0, 2).join(" ")} failed: ${reasonIn(stderr)}`,
        remedy:
          "npm run doctor says what is missing; if podman's own state is broken, podman system check or reset says so",
      });
    },
  };
}

/** What podman complains of, without the lines of its log. */
export function reasonIn(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line !== "" && !/^time=|failed to connect to syslog/.test(line));
  return lines.map((line) => line.replace(/^Error: /, "")).join("; ") || stderr.trim();
}
