import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format, resolveConfig } from "prettier";
import { analyse } from "../../../lab/analysis/analyse.ts";
import { experiments } from "../../../lab/experiments.ts";
import { readResults, runFolders } from "../../../lab/results/files.ts";
import { readRegister } from "../../../lab/results/register.ts";
import { updating } from "../../support/unit/goldens.ts";
import { numbersPage } from "./numbers-page.ts";

const kept = resolve(import.meta.dirname, "../../../docs/results");
const path = resolve(import.meta.dirname, "../../../docs/numbers.md");

describe("the page of numbers", () => {
  it("says what the kept runs under the newest rules say", async () => {
    const page = await format(numbersPage(await newestRuns()), { ...(await resolveConfig(path)), filepath: path });
    if (updating) await writeFile(path, page);
    assert.equal(await readFile(path, "utf8"), page, "npm run goldens writes it again");
  }).timeout(120_000);
});

/** Every complete run of all approaches under the rules of the newest of them; their noise comes from each other. */
async function newestRuns() {
  const register = await readRegister(kept);
  const complete = new Set(register.filter(({ state }) => state === "complete").map(({ id }) => id));
  const folders = (await runFolders(kept)).toSorted();
  const all = (await Promise.all(folders.map((folder) => readResults(folder)))).filter(({ run }) =>
    complete.has(run.id),
  );
  const rules = all.at(-1)?.run.rules;
  const most = Math.max(...all.map(({ run }) => run.subjects.length));
  const chosen = all.filter(({ run }) => run.rules === rules && run.subjects.length === most);
  return chosen.map(({ run, cells }) =>
    analyse(
      run,
      cells,
      experiments,
      chosen.filter((one) => one.run.id !== run.id),
    ),
  );
}
