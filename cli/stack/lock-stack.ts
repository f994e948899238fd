import { join } from "node:path";
import { projectRoot } from "../../toolchain/environment.ts";
import { acquireLock } from "../../toolchain/host/lock.mjs";

/**
 * Runs a command that changes a stack or its data, after others of this clone that do so have ended; says for whom it waits. Pulumi's own lock, which
 * plain Pulumi and other clones have as well, makes a command fail.
 * @param purpose what the command does, for those that wait for it
 */
export async function withStack<T>(
  stack: string,
  purpose: string,
  signal: AbortSignal | undefined,
  use: () => Promise<T>,
): Promise<T> {
  const lock = await acquireLock(join(projectRoot, ".state/locks", `stack-${stack}.lock`), purpose, {
    signal,
    onWait: (holder) => process.stderr.write(`waiting for process ${holder.pid}: ${holder.purpose}\n`),
  });
  try {
    return await use();
  } finally {
    await lock.release();
  }
}
