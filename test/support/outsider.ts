import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { filesShownIn } from "./guide.ts";

/** What the guides add that runs: the page, and the approach that can be deployed then. */
export const outsiders = [
  { guide: "add-an-approach.md", approach: "s6-writable" },
  { guide: "add-a-supervisor.md", approach: "wait-n" },
] as const;

/** The guide whose system runs nothing. */
export const paperGuide = { guide: "add-a-system.md", approach: "filed" } as const;

const registry = "stacks/approaches.ts";
const systems = "stacks/systems.ts";

/** Does in a copy of the project what a guide says: writes its files, and adds its lines to the registries. */
export async function followGuide(guide: string, folder: string): Promise<void> {
  for (const [path, code] of await filesShownIn(guide)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, path === registry ? withEntry(await readFile(target, "utf8"), code) : code);
  }
  if (guide === paperGuide.guide) await addSystem(join(folder, systems));
}

/** What the guide says in a sentence: an import, and a line of the table. */
async function addSystem(file: string): Promise<void> {
  const before = await readFile(file, "utf8");
  const last = /^ {2}podman: openPodman,$/m;
  if (!last.test(before)) throw new Error(`${systems} has changed its form`);
  const line = 'import { openDrawer } from "./systems/drawer/index.ts";\n';
  await writeFile(file, `${line}${before.replace(last, "$&\n  drawer: openDrawer,")}`);
}

/** @param line the import of the guide */
function withEntry(text: string, line: string): string {
  const [, identifier, name] = /import \{ (\w+) \} from "\.\/approaches\/([\w-]+)\//.exec(line) ?? [];
  const known = /export const approaches = \{/;
  if (identifier === undefined || name === undefined) throw new Error(`no import of an approach: ${line}`);
  if (!known.test(text)) throw new Error(`${registry} has changed its form`);
  return `${line}${text.replace(known, `export const approaches = {\n  "${name}": ${identifier},`)}`;
}
