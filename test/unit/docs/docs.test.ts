import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Traits } from "../../../stacks/contract.ts";
import { registered } from "../../support/unit/subjects.ts";

const root = resolve(import.meta.dirname, "../../..");

async function pages(): Promise<string[]> {
  const docs = (await readdir(join(root, "docs"))).filter((name) => name.endsWith(".md"));
  return ["README.md", "CONTRIBUTING.md", ...docs.map((name) => `docs/${name}`)];
}

describe("the documentation", () => {
  it("links only to files that exist", async () => {
    const broken: string[] = [];
    for (const page of await pages()) {
      const text = await readFile(join(root, page), "utf8");
      for (const [, target = ""] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        if (!existsSync(join(root, dirname(page), target))) broken.push(`${page}: ${target}`);
      }
    }
    assert.deepEqual(broken, []);
  });
});

describe("docs/approaches.md", () => {
  let text: string;
  before(async () => {
    text = await readFile(join(root, "docs/approaches.md"), "utf8");
  });

  it("has a section with a diagram for every approach, in the order of the registry", () => {
    const sections = text.split(/^## /m).slice(1);
    const names = sections.map((section) => section.split("\n")[0]);
    assert.deepEqual(
      names,
      registered.map(({ name }) => name),
    );
    for (const section of sections) assert.match(section, /^```mermaid$/m);
  });

  const columns = [
    "isolatesServices",
    "restartsServices",
    "stopsGracefully",
    "reapsOrphans",
    "separatesLogs",
    "ordersStart",
    "stopExitCode",
  ] as const satisfies readonly (keyof Traits)[];

  for (const { name, traits } of registered) {
    it(`says of ${name} what its traits say`, () => {
      const row = text.split("\n").find((line) => line.startsWith(`| [${name}](#${name})`)) ?? assert.fail("no row");
      const cells = row.split("|").map((cell) => cell.replaceAll("*", "").trim());
      const told = cells.slice(4, 4 + columns.length).map((cell) => cell.split(",")[0]);
      const expected = columns.map((column) => traits[column]);
      assert.deepEqual(
        told,
        expected.map((value) => (typeof value === "number" ? String(value) : value ? "yes" : "no")),
      );
    });
  }

  it("says of all that their services run unprivileged on a read-only root", () => {
    const others = registered.filter(({ traits }) => !traits.runsUnprivileged || !traits.readOnlyRoot);
    assert.deepEqual(others, [], "the text below the table says otherwise");
  });
});
