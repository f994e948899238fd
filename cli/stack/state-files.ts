import { copyFile, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { UserError } from "../../errors/user-error.ts";
import { folderOf } from "../../toolchain/backend-address.ts";
import { stackLocks } from "../../toolchain/pulumi/backend-locks.ts";

/** Name of a state, compressed if PULUMI_DIY_BACKEND_GZIP says so, and of its attributes. */
const stateName = /^(.*)\.json(\.gz)?((\.bak)?\.attrs)?$/;
const compressed = ".gz";
/** In a file backend, each file has another next to it with its content type. Pulumi reads that first, but does not need it. */
const attributes = ".attrs";

/**
 * Repairs states of stacks that a kill or a power failure left half-written.
 * - Pulumi writes attributes in place at every save, and refuses a state with half-written ones. They are removed.
 * - A state can be empty after a power failure. Pulumi's copy of the state before is restored; objects that were created since then are
 *   not in it, and are found by our labels.
 * @param backend address of the backend; does nothing for one that is not a folder
 * @returns what was done, one line each
 * @throws UserError if the copy is damaged as well
 */
export async function mendStateFiles(backend: string, project: string): Promise<string[]> {
  const root = folderOf(backend);
  if (root === undefined) return [];
  const folder = join(root, ".pulumi/stacks", project);
  const names = (await readdir(folder).catch(() => [])).filter((name) => stateName.test(name));
  const whole = await Promise.all(names.map((name) => isWhole(join(folder, name))));
  const damaged = names.filter((_, index) => !whole[index]);
  if (damaged.length === 0) return [];
  // A live process is writing the files of a locked stack.
  const busy = new Set((await stackLocks(root)).filter(({ dead }) => !dead).map(({ stack }) => stack));
  const ours = damaged.filter((name) => !busy.has(stackOf(name)));
  return Promise.all(ours.map((name) => mend(folder, name)));
}

function stackOf(name: string): string {
  return stateName.exec(name)?.[1] ?? name;
}

async function mend(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  const stack = stackOf(name);
  if (name.endsWith(attributes)) {
    await rm(file, { force: true });
    return `Pulumi was killed while it saved the state of the stack ${stack}: removed a half-written file of attributes`;
  }
  const copy = `${file}.bak`;
  if (await isWhole(copy)) {
    await copyFile(copy, file);
    return `the state of the stack ${stack} is damaged: restored the copy before it`;
  }
  throw new UserError({
    found: `The state of the stack ${stack} is damaged, and so is the copy before it: ${file}`,
    remedy: "delete both files and run npm run up, which finds what was deployed by its labels",
  });
}

async function isWhole(file: string): Promise<boolean> {
  try {
    const bytes = await readFile(file);
    // The attributes of a compressed state are not, and its copy is.
    const isCompressed = file.replace(/\.bak$/, "").endsWith(compressed);
    JSON.parse((isCompressed ? gunzipSync(bytes) : bytes).toString("utf8"));
    return true;
  } catch {
    return false;
  }
}
