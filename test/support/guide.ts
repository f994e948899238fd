import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

const docs = resolve(import.meta.dirname, "../../docs");

/** Files that a page shows whole, each after a line with its path: path in the project to content. */
export async function filesShownIn(page: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(docs, page), "utf8");
  const blocks = text.matchAll(/^`([\w./-]+\.\w+)`\n\n```\w+\n([^]*?)^```$/gm);
  return new Map(Array.from(blocks, ([, path = "", content = ""]) => [path, content] as const));
}

/** Writes them, as a reader who follows the page does. */
export async function writeFilesShownIn(page: string, folder: string): Promise<void> {
  for (const [path, content] of await filesShownIn(page)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
