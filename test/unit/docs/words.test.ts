import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { bannedWords } from "../../support/words/banned.ts";
import { filesWithProse, misusedWords } from "../../support/words/find.ts";

const root = resolve(import.meta.dirname, "../../..");

/** They quote the banned words. */
const quoting = /^docs\/glossary\.md$|^test\/support\/words\/|^test\/unit\/docs\/words\.test\.ts$/;

describe("the words that the glossary replaces", function () {
  this.timeout(60_000);
  const misused = new Map<string, readonly string[]>();
  before(async () => {
    for (const path of await filesWithProse(root))
      misused.set(path, misusedWords(path, await readFile(join(root, path), "utf8")));
  });

  it("are in no page, comment or message", () => {
    const found = [...misused].filter(([path]) => !quoting.test(path));
    assert.deepEqual(
      found.flatMap(([, lines]) => lines),
      [],
    );
  });

  it("are looked for in pages, sources, tests and scripts, and not in goldens or results", () => {
    const paths = [...misused.keys()];
    for (const path of ["README.md", "docs/results/README.md", "index.ts", "pulumiw", "services/hello/server.py"])
      assert.ok(paths.includes(path), path);
    assert.deepEqual(
      paths.filter((path) => /\/golden\/|node_modules|report\.md/.test(path)),
      [],
    );
  });
});

/** A sentence where prose can be, by language. */
const places: Readonly<Record<string, (sentence: string) => { path: string; text: string }>> = {
  "a page": (sentence) => ({ path: "docs/made-up.md", text: `# Title\n\n${sentence}\n` }),
  "a table of a page": (sentence) => ({ path: "docs/made-up.md", text: `| a | b |\n| - | - |\n| x | ${sentence} |\n` }),
  "a docstring": (sentence) => ({ path: "a.ts", text: `/** ${sentence} */\nexport const a = 1;\n` }),
  "a comment at the end of a block": (sentence) => ({ path: "a.mjs", text: `if (a) {\n  b();\n  // ${sentence}\n}\n` }),
  "a string": (sentence) => ({ path: "a.ts", text: `const a = ${JSON.stringify(`Say: ${sentence}`)};\n` }),
  "a template": (sentence) => ({ path: "a.cjs", text: `const a = \`\${b} says: ${sentence} \${c}\`;\n` }),
  "a comment of Python": (sentence) => ({ path: "a.py", text: `a = 1  # ${sentence}\n` }),
  "a docstring of Python": (sentence) => ({ path: "a.py", text: `def a():\n    """Says: ${sentence}"""\n` }),
  "a comment of a shell script": (sentence) => ({ path: "pulumiw", text: `#!/bin/sh\n# ${sentence}\nexec a\n` }),
};

describe("the check of words", () => {
  for (const [place, made] of Object.entries(places)) {
    it(`in ${place} refuses every banned word and nothing that is like one`, () => {
      for (const { name, wrong, right, write } of bannedWords) {
        for (const sentence of wrong) {
          const { path, text } = made(sentence);
          const found = misusedWords(path, text);
          assert.ok(
            found.some((line) => line.endsWith(`: write ${write}`)),
            `${name}: "${sentence}" passes`,
          );
        }
        for (const sentence of right) {
          const { path, text } = made(sentence);
          assert.deepEqual(misusedWords(path, text), [], `${name}: "${sentence}" is refused`);
        }
      }
    });
  }

  it("says where the word is and what to write", () => {
    assert.deepEqual(misusedWords("a.ts", "const a = 1;\n\n// The first process reaps.\n"), [
      'a.ts:3 "first process": write PID 1',
    ]);
  });

  it("finds a word that is broken over two lines of a comment", () => {
    const wrapped = ["/**\n * ends the first\n * process\n */\nf();\n", "// ends the first\n// process\nf();\n"];
    for (const text of wrapped) assert.equal(misusedWords("a.ts", text).length, 1, text);
  });

  it("leaves code alone: names, paths, single words, regular expressions, what programs print", () => {
    const sources = [
      'import { engine } from "./engine.ts";\nconst hogs = ["hog"]; // `engine` and `hog` are names\n',
      "const pattern = /the engine/;\n",
    ];
    for (const text of sources) assert.deepEqual(misusedWords("a.ts", text), []);
    const page = "`The engine at … was not started by set-up` is said.\n\n```console\n$ a\nthe engine\n```\n";
    assert.deepEqual(misusedWords("a.md", `${page}\n[a page](engine.md#set-up)\n`), []);
    assert.deepEqual(misusedWords("a.md", `${page}\nThe engine.\n`).length, 1);
  });

  it("leaves entries of releases alone in the changelog", () => {
    const text = "# Changelog\n\n## Unreleased\n\n- The engine.\n\n## 0.1.0\n\n- The engine.\n";
    assert.deepEqual(misusedWords("CHANGELOG.md", text).length, 1);
    assert.match(misusedWords("CHANGELOG.md", text)[0] ?? "", /^CHANGELOG\.md:5 /);
  });
});

describe("docs/glossary.md", () => {
  let terms: string[];
  before(async () => {
    const text = await readFile(join(root, "docs/glossary.md"), "utf8");
    const rows = text.split("\n").filter((line) => /^\| (?!Term|-)/.test(line));
    terms = rows.map((row) => row.split("|")[1]?.trim() ?? "");
  });

  it("is in alphabetical order, each term once", () => {
    const sorted = [...new Set(terms)].sort((a, b) => a.localeCompare(b, "en", { sensitivity: "base" }));
    assert.deepEqual(terms, sorted);
  });

  it("has every term that replaces a banned word", () => {
    const first = terms.flatMap((term) => term.split(/,\s*/));
    const missing = bannedWords.flatMap(({ term }) => (term === undefined || first.includes(term) ? [] : [term]));
    assert.deepEqual(missing, []);
  });
});
