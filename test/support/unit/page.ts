import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format, resolveConfig } from "prettier";
import { updating } from "./goldens.ts";

const docs = resolve(import.meta.dirname, "../../../docs");

/** Compares a generated page of docs/ with its file, or writes it. @param markdown not formatted yet */
export async function checkPage(name: string, markdown: string): Promise<void> {
  const path = resolve(docs, name);
  const page = await format(markdown, { ...(await resolveConfig(path)), filepath: path });
  if (updating) await writeFile(path, page);
  assert.equal(await readFile(path, "utf8"), page, "npm run goldens writes it again");
}
