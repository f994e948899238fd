import { execa } from "execa";
import { readdir, readFile } from "node:fs/promises";
import type { OwnedObject, Owner } from "../contract.ts";
import { checksFolder, checksKind } from "./checks.ts";

/** The programs of an owner that run health checks, also those that have ended without leave. */
export async function ownedChecks({ instance, stack }: Owner): Promise<readonly OwnedObject[]> {
  const names = await readdir(checksFolder).catch(() => []);
  const ours = names.filter((name) =>
    name.startsWith([instance, ...(stack === undefined ? [] : [stack]), ""].join("+")),
  );
  return Promise.all(
    ours.map(async (name) => ({ kind: checksKind, id: name, name, works: await runs(`${checksFolder}/${name}`) })),
  );
}

/** Whether the PID in a file is that of the program which wrote it. */
async function runs(file: string): Promise<boolean> {
  try {
    const pid = (await readFile(file, "utf8")).trim();
    return (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0").includes(file);
  } catch {
    return false;
  }
}

/** @returns what was removed, one line each */
export async function removeChecks(objects: readonly OwnedObject[]): Promise<string[]> {
  const checks = objects.filter(({ kind }) => kind === checksKind);
  for (const { name } of checks) {
    const script = new URL("./checks.sh", import.meta.url).pathname;
    await execa("sh", [script, "stop", `${checksFolder}/${name}`], { reject: false });
  }
  return checks.map(({ name }) => `ended the health checks of ${name}`);
}
