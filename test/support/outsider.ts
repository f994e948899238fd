import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { filesShownIn } from "./guide.ts";

/** The guides, with the approach that each adds. */
export const outsiders = [
  { guide: "add-an-approach.md", approach: "s6-writable" },
  { guide: "add-a-supervisor.md", approach: "wait-n" },
] as const;

const registry = "stacks/approaches.ts";

/** Follows a guide in a copy of the project: writes its files, and adds its line to the registry. */
export async function followGuide(guide: string, folder: string): Promise<void> {
  for (const [path, code] of await filesShownIn(guide)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, path === registry ? withEntry(await readFile(target, "utf8"), code) : code);
  }
}

/** @param line the import of the guide */
function withEntry(text: string, line: string): string {
  const [, identifier, name] = /import \{ (\w+) \} from "\.\/approaches\/([\w-]+)\//.exec(line) ?? [];
  const known = /export const approaches = \{/;
  if (identifier === undefined || name === undefined) throw new Error(`no import of an approach: ${line}`);
  if (!known.test(text)) throw new Error(`${registry} has changed its form`);
  return `${line}${text.replace(known, `export const approaches = {\n  "${name}": ${identifier},`)}`;
}
