import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

const guide = resolve(import.meta.dirname, "../../docs/add-an-approach.md");

/** The approach that the guide walks through. */
export const outsider = "wait-n";

/** Files that the guide shows: path in the project to code. */
export async function guideFiles(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(guide, "utf8");
  const blocks = text.matchAll(/^`(stacks\/[^`]+\.ts)`\n\n```ts\n([^]*?)^```$/gm);
  return new Map(Array.from(blocks, ([, path = "", code = ""]) => [path, code] as const));
}

/** Does in a copy of the project what the guide says: one folder, and one line in the registry. */
export async function addOutsider(folder: string): Promise<void> {
  const registry = "stacks/approaches.ts";
  for (const [path, code] of await guideFiles()) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    const before = path === registry ? await readFile(target, "utf8") : "";
    const known = /export const approaches = \{/;
    if (path === registry && !known.test(before)) throw new Error(`${registry} has changed its form`);
    const after = before.replace(known, `export const approaches = {\n  "${outsider}": waitN,`);
    await writeFile(target, path === registry ? `${code}${after}` : code);
  }
}
