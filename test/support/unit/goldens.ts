import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** Path to text. */
export type Tree = Readonly<Record<string, string>>;

/** Whether goldens are written instead of compared. */
export const updating = process.env.UPDATE_GOLDENS === "1";

/**
 * Compares a folder of goldens with the wanted files, or rewrites it.
 * @param update @default whether UPDATE_GOLDENS is set
 */
export async function checkGoldens(folder: string, wanted: Tree, update: boolean = updating): Promise<void> {
  const present = await readTree(folder);
  if (update) {
    const stale = Object.keys(present).some((path) => !(path in wanted));
    // The whole folder, so that no empty folder stays.
    if (stale) await rm(folder, { recursive: true });
    for (const [path, text] of Object.entries(wanted)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return;
  }
  const paths = [...new Set([...Object.keys(present), ...Object.keys(wanted)])].sort();
  const different = paths.filter((path) => present[path] !== wanted[path]);
  if (different.length === 0) return;
  const what = different.map((path) => `  ${path}: ${kindOf(present[path], wanted[path])}`);
  throw new assert.AssertionError({
    message: `Goldens in ${folder} differ:\n${what.join("\n")}\nIf that is meant: npm run goldens`,
    actual: textOf(wanted, different),
    expected: textOf(present, different),
    operator: "strictEqual",
  });
}

function kindOf(golden: string | undefined, wanted: string | undefined): string {
  if (golden === undefined) return "has no golden yet";
  return wanted === undefined ? "a golden of something that is not rendered any more" : "is rendered differently now";
}

function textOf(tree: Tree, paths: readonly string[]): string {
  return paths.map((path) => `=== ${path}\n${tree[path] ?? "(none)"}`).join("\n");
}

async function readTree(folder: string): Promise<Tree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map(async (file) => [relative(folder, file), await readFile(file, "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}
