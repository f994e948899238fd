import { copyFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { stackLocks } from "../../toolchain/pulumi/backend-locks.ts";

const suffix = ".json";

/**
 * Puts the last whole copy back where Pulumi was killed while it wrote a stack's state: it writes over the file in place, and keeps what
 * was in it before as a copy beside it. What was made since then is unknown to that copy and carries our labels.
 * @param backend address of the backend; only files can be looked into
 * @returns what was put back, one line each
 * @throws UserError where the copy is damaged as well
 */
export async function mendStateFiles(backend: string, project: string): Promise<string[]> {
  if (!backend.startsWith("file://")) return [];
  const root = backend.slice("file://".length);
  const folder = join(root, ".pulumi/stacks", project);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(suffix));
  const damaged = (
    await Promise.all(names.map(async (name) => ((await isWhole(join(folder, name))) ? [] : [name])))
  ).flat();
  if (damaged.length === 0) return [];
  // Of a stack that somebody works on, half a file is nothing to worry about.
  const busy = new Set((await stackLocks(root)).filter(({ dead }) => !dead).map(({ stack }) => stack));
  const lost = damaged.map((name) => name.slice(0, -suffix.length)).filter((stack) => !busy.has(stack));
  return Promise.all(lost.map((stack) => putBack(join(folder, stack + suffix), stack)));
}

async function putBack(file: string, stack: string): Promise<string> {
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
