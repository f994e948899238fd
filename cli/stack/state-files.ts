import { copyFile, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { stackLocks } from "../../toolchain/pulumi/backend-locks.ts";

const suffix = ".json";
/** Beside each file of a file backend stands one with its content type. Pulumi reads it first, and does well without it. */
const attributes = ".attrs";

/**
 * Mends what a kill or a loss of power has left half-written of the stacks' states.
 * - Attributes are written in place, in the middle of every save: half of them, and Pulumi refuses the state. They are removed.
 * - A state itself can be empty after a loss of power. The copy that Pulumi keeps of the one before is put back; what was made since then
 *   is unknown to that copy and carries our labels.
 * @param backend address of the backend; only files can be looked into
 * @returns what was done, one line each
 * @throws UserError where the copy is damaged as well
 */
export async function mendStateFiles(backend: string, project: string): Promise<string[]> {
  if (!backend.startsWith("file://")) return [];
  const root = backend.slice("file://".length);
  const folder = join(root, ".pulumi/stacks", project);
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name.endsWith(suffix) || name.endsWith(attributes),
  );
  const whole = await Promise.all(names.map((name) => isWhole(join(folder, name))));
  const damaged = names.filter((_, index) => !whole[index]);
  if (damaged.length === 0) return [];
  // Of a stack that somebody works on, half a file is nothing to worry about.
  const busy = new Set((await stackLocks(root)).filter(({ dead }) => !dead).map(({ stack }) => stack));
  const ours = damaged.filter((name) => !busy.has(stackOf(name)));
  return Promise.all(ours.map((name) => mend(folder, name)));
}

function stackOf(name: string): string {
  return name.slice(0, name.lastIndexOf(suffix));
}

async function mend(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  const stack = stackOf(name);
  if (name.endsWith(attributes)) {
    await rm(file, { force: true });
    return `the state of the stack ${stack} was being saved when Pulumi was killed: removed half a file beside it`;
  }
  const copy = `${file}.bak`;
  if (await isWhole(copy)) {
    await copyFile(copy, file);
    return `the state of the stack ${stack} was cut off while it was written: went back to the copy before it`;
  }
  throw new UserError({
    found: `The state of the stack ${stack} is damaged, and so is the copy before it: ${file}`,
    remedy: "delete both files and run npm run up, which finds what was deployed by its labels",
  });
}

async function isWhole(file: string): Promise<boolean> {
  try {
    JSON.parse(await readFile(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
