import { execa } from "execa";
import { constants } from "node:os";
import { projectRoot } from "../../toolchain/environment.ts";

/**
 * Runs a control command on the user's terminal.
 * @returns its exit code; 128 plus the signal's number if a signal has ended it
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
 * Ends a process and its descendants. At a terminal, Ctrl-C reaches all of them; elsewhere, the shell's children would run on, and one that
 * follows a log would never end.
 */
export async function endTree(root: number): Promise<void> {
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
      // It has ended already, with its parent.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
