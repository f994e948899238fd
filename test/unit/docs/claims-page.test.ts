import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format, resolveConfig } from "prettier";
import { updating } from "../../support/unit/goldens.ts";
import { claimsPage } from "./claims-page.ts";

const path = resolve(import.meta.dirname, "../../../docs/claims.md");

describe("the page of claims", () => {
  it("lists every claim with the parts that decide it", async () => {
    const page = await format(claimsPage(), { ...(await resolveConfig(path)), filepath: path });
    if (updating) await writeFile(path, page);
    assert.equal(await readFile(path, "utf8"), page, "npm run goldens writes it again");
  }).timeout(30_000);
});
