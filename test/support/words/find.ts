import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { bannedWords } from "./banned.ts";
import { proseOf } from "./prose.ts";

/** @returns a line for each banned word in the file's prose: where it is, what it is, what to write */
export function misusedWords(path: string, text: string): string[] {
  const prose = proseOf(path, text);
  const found = bannedWords.flatMap(({ pattern, write }) =>
    [...prose.matchAll(pattern)].map(({ 0: words, index }) => ({ words, write, index })),
  );
  return found
    .sort((a, b) => a.index - b.index)
    .map(({ words, write, index }) => {
      const line = text.slice(0, index).split("\n").length;
      return `${path}:${String(line)} "${words.replaceAll(/\s+/g, " ")}": write ${write}`;
    });
}

/** What is no source of ours, or is kept as it was written: dependencies, state, goldens, results of runs. */
const skipped = /(?:^|\/)(?:node_modules|golden|\.state|\.git)(?:\/|$)|^(?:reports?|results)\/|^docs\/results\/[^/]+\//;
/** Its bytes are the key of the built Pulumi: another comment would build it again. */
const cacheKey = /^toolchain\/go\//;
const checked = /\.(?:md|[cm]?ts|[cm]js|py|sh)$|^pulumiw$|^\.ci\/run$/;

/** @returns paths below `root` that hold prose, sorted, with forward slashes */
export async function filesWithProse(root: string): Promise<string[]> {
  const walk = async (folder: string): Promise<string[]> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    const found = entries.map(async (entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const tested = entry.isDirectory() ? `${path}/` : path;
      if (skipped.test(tested) || cacheKey.test(tested)) return [];
      if (entry.isDirectory()) return walk(path);
      return checked.test(path) ? [path] : [];
    });
    return (await Promise.all(found)).flat();
  };
  return (await walk("")).sort();
}
