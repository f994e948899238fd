import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { approachNames } from "../../../stacks/approaches.ts";

const root = resolve(import.meta.dirname, "../../..");

/** Folders with the product's own sources. */
const sources = ["cli", "docker", "errors", "lab", "services", "stacks", "toolchain"];

/**
 * Where approaches may be named: their own folders and the registry, the switch of the test command that is named after one, and what
 * people say about them.
 */
const allowed = (path: string) =>
  /^stacks\/(approaches\/|approaches\.ts$)/.test(path) || /^lab\/claims\//.test(path) || path === "cli/test.ts";

async function filesNaming(names: readonly string[]): Promise<string[]> {
  const quoted = new RegExp(`(["'\`])(${names.join("|")})\\1|approaches/(${names.join("|")})/`);
  const lists = sources.map(async (folder) => {
    const entries = await readdir(join(root, folder), { recursive: true });
    return entries.filter((path) => /\.[cm]?[jt]s$/.test(path)).map((path) => `${folder}/${path}`);
  });
  const paths = [...(await Promise.all(lists)).flat(), "index.ts"];
  const texts = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") })),
  );
  return texts.filter(({ text }) => quoted.test(text)).map(({ path }) => path);
}

describe("an approach's name", () => {
  it("is in its folder and in the registry, and nowhere else in the product", async () => {
    const found = await filesNaming(approachNames);
    assert.deepEqual(
      found.filter((path) => !allowed(path)),
      [],
    );
    assert.ok(found.includes("stacks/approaches.ts"), "the search finds nothing at all");
  });
});
