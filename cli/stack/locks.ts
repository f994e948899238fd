import { rm } from "node:fs/promises";
import { UserError } from "../../errors/user-error.ts";
import { stackLocks } from "../../toolchain/pulumi/backend-locks.ts";

/**
 * Clears locks whose holder is dead, as a killed run or a host that lost its power leaves them.
 * @param backend address of the backend; only files can be looked into
 * @returns what was cleared, one line each
 * @throws UserError that says who holds the lock, where somebody does
 */
export async function clearDeadLocks(backend: string, stack: string): Promise<string[]> {
  if (!backend.startsWith("file://")) return [];
  const locks = await stackLocks(backend.slice("file://".length));
  const own = locks.filter((lock) => lock.stack === stack);
  const held = own.find(({ dead }) => !dead);
  if (held !== undefined) {
    throw new UserError({
      found: `The stack ${stack} is in use by ${held.holder}.`,
      remedy: `wait until it has ended; if it never will: ./pulumiw cancel --stack ${stack}`,
    });
  }
  await Promise.all(own.map(({ file }) => rm(file, { force: true })));
  return own.map(({ holder }) => `removed a lock on the stack ${stack} whose holder is gone (${holder})`);
}
