import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Traits } from "../../../stacks/contract.ts";
import { full, registered } from "../../support/unit/subjects.ts";

const root = resolve(import.meta.dirname, "../../..");

async function pages(): Promise<string[]> {
  const docs = (await readdir(join(root, "docs"))).filter((name) => name.endsWith(".md"));
  const own = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/results/README.md"];
  return [...own, ...docs.map((name) => `docs/${name}`)];
}

/** A page without its fenced blocks, whose lines may look like headings and links. */
const withoutBlocks = (text: string) => text.replaceAll(/^```[^]*?^```$/gm, "");

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  const titles = [...withoutBlocks(text).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
}

interface Link {
  readonly path: string;
  readonly anchor?: string;
}

/** Links of a page to files and anchors of this repository, by paths from its root. */
function linksOf(page: string, text: string): Link[] {
  return [...withoutBlocks(text).matchAll(/\]\(([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(([, target = "", anchor]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const path = target === "" ? page : join(dirname(page), target);
    return [{ path, ...(anchor === undefined ? {} : { anchor }) }];
  });
}

async function brokenLinks(page: string, text: string): Promise<string[]> {
  const broken: string[] = [];
  for (const { path, anchor } of linksOf(page, text)) {
    if (path !== page && !existsSync(join(root, path))) broken.push(`${page}: ${path}`);
    else if (anchor !== undefined) {
      const target = path === page ? text : await readFile(join(root, path), "utf8");
      if (!anchorsOf(target).includes(anchor)) broken.push(`${page}: ${path}#${anchor}`);
    }
  }
  return broken;
}

describe("the documentation", () => {
  it("links only to files and headings that exist", async () => {
    const broken: string[] = [];
    for (const page of await pages())
      broken.push(...(await brokenLinks(page, await readFile(join(root, page), "utf8"))));
    assert.deepEqual(broken, []);
  });

  it("has no page that the README does not link to", async () => {
    const linked = linksOf("README.md", await readFile(join(root, "README.md"), "utf8")).map(({ path }) => path);
    assert.deepEqual(
      (await pages()).filter((page) => page !== "README.md" && !linked.includes(page)),
      [],
    );
  });

  it("begins with a README of at most 1,000 words", async () => {
    const words = (await readFile(join(root, "README.md"), "utf8")).trim().split(/\s+/).length;
    assert.ok(words <= 1000, `${String(words)} words; move what a newcomer does not need at once to docs/`);
  });
});

describe("the check of links", () => {
  it("finds a missing file and a missing heading, and accepts what exists", async () => {
    const text =
      "# A `b`, c\n\n[1](gone.md) [2](glossary.md#gone) [3](glossary.md#glossary) [4](#a-b-c) [5](https://a.b/c.md)\n";
    assert.deepEqual(await brokenLinks("docs/made-up.md", text), [
      "docs/made-up.md: docs/gone.md",
      "docs/made-up.md: docs/glossary.md#gone",
    ]);
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
    "endsWithEssential",
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

  it("says of all but plain forms that their services run unprivileged on a read-only root", () => {
    const others = full.filter(({ traits }) => !traits.runsUnprivileged || !traits.readOnlyRoot);
    assert.deepEqual(others, [], "the text below the table says otherwise");
  });
});
