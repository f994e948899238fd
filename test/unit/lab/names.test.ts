import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const lab = resolve(import.meta.dirname, "../../../lab");

/** Names of the usual workloads and of their services. */
const named = /\b(?:servers?|clients?|companion|hello|trouble)\b(?!\.ts")/i;

/** Files about recorded data, which has such names. */
const allowed = ["results/earlier-names.ts"];

describe("the lab", () => {
  it("names no workload and no service, except where it reads earlier results", async () => {
    const entries = await readdir(lab, { recursive: true });
    const sources = entries.filter((path) => /\.(ts|py)$/.test(path));
    const texts = await Promise.all(
      sources.map(async (path) => [path, await readFile(join(lab, path), "utf8")] as const),
    );
    const found = texts.filter(([, text]) => named.test(text)).map(([path]) => path);
    assert.deepEqual(found, allowed);
  });
});
