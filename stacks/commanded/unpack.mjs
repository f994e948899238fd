// Writes files into a folder: a JSON object of texts, by path, from standard input.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [folder = "."] = process.argv.slice(2);
/** @type {Record<string, string>} */
const files = JSON.parse(readFileSync(0, "utf8"));
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
