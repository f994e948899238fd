import { execa } from "execa";
import { constants } from "node:os";
import { projectRoot } from "../../toolchain/environment.ts";

/**
 * Runs a command of a service's control on the user's own terminal.
 * @returns its exit code; 128 and the number of the signal where one has ended it
 */
export async function runArgv([command = "", ...args]: readonly string[], signal?: AbortSignal): Promise<number> {
  const child = execa(command, args, { cwd: projectRoot, stdio: "inherit", reject: false });
  const stop = () => {
    if (child.pid !== undefined) void endTree(child.pid);
  };
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  const result = await child;
  signal?.removeEventListener("abort", stop);
  if (result.exitCode !== undefined) return result.exitCode;
  return result.signal === undefined ? 1 : 128 + constants.signals[result.signal];
}

/**
 * Ends a process and all below it. At a terminal Ctrl-C reaches them by itself; elsewhere, what a shell has started would go on without it:
 * a log that is followed, for ever.
 */
async function endTree(root: number): Promise<void> {
  const { stdout } = await execa("ps", ["-A", "-o", "pid=,ppid="], { reject: false });
  const parents = stdout.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const tree = [root];
  for (const above of tree) {
    for (const [pid, parent] of parents) if (parent === above && pid !== undefined) tree.push(pid);
  }
  for (const pid of tree) {
    try {
      process.kill(pid, "SIGTERM");
    } catch (error) {
      // It has ended meanwhile, with what is above it.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
