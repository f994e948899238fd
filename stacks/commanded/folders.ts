import { readdir, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OwnedObject, Owner } from "../systems/contract.ts";
import { deliveryRoots } from "./deliver.ts";

/** Folders of this machine into which files were delivered for an owner's deployments on a system. */
export async function ownFolders(system: string, { instance, stack }: Owner): Promise<readonly OwnedObject[]> {
  const found: OwnedObject[] = [];
  for (const root of deliveryRoots) {
    const stacks = stack === undefined ? await namesIn(join(root, instance)) : [stack];
    for (const one of stacks) {
      const approaches = await namesIn(join(root, instance, one));
      const ours = approaches.filter((name) => name.endsWith(`.${system}`));
      found.push(...ours.map((name) => folder(join(root, instance, one, name))));
    }
  }
  return found;
}

function folder(path: string): OwnedObject {
  return { kind: "folder", id: path, name: path, works: true };
}

/** Removes folders, and those above that are empty then. @returns what was removed, one line each */
export async function removeFolders(objects: readonly OwnedObject[]): Promise<string[]> {
  const folders = objects.filter(({ kind }) => kind === "folder");
  for (const { name } of folders) {
    await rm(name, { recursive: true, force: true });
    for (let above = dirname(name); !deliveryRoots.some((root) => dirname(root) === above); above = dirname(above))
      if (!(await removedEmpty(above))) break;
  }
  return folders.map(({ name }) => `removed the delivered files in ${name}`);
}

async function removedEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch {
    return false;
  }
}

async function namesIn(path: string): Promise<readonly string[]> {
  return readdir(path).catch(() => []);
}
