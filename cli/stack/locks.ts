import { rm } from "node:fs/promises";
import { UserError } from "../../errors/user-error.ts";
import { folderOf } from "../../toolchain/backend-address.ts";
import { stackLocks } from "../../toolchain/pulumi/backend-locks.ts";

/**
 * Clears locks whose holder is dead, which a killed run or a power failure leaves.
 * @param backend address of the backend; does nothing for one that is not a folder
 * @returns what was cleared, one line each
 * @throws UserError with the holder, if a live process holds the lock
 */
export async function clearDeadLocks(backend: string, stack: string): Promise<string[]> {
  const folder = folderOf(backend);
  if (folder === undefined) return [];
  const locks = await stackLocks(folder);
  const own = locks.filter((lock) => lock.stack === stack);
  const held = own.find(({ dead }) => !dead);
  if (held !== undefined) {
    throw new UserError({
      found: `The stack ${stack} is in use by ${held.holder}.`,
      remedy: `wait until it ends; if it never ends: ./pulumiw cancel --stack ${stack}`,
    });
  }
  await Promise.all(own.map(({ file }) => rm(file, { force: true })));
  return own.map(({ holder }) => `removed a lock on the stack ${stack} whose holder is gone (${holder})`);
}
