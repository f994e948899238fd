import { join, resolve } from "node:path";
import { analysisOf } from "../../../cli/comparing/publish.ts";
import type { Analysis } from "../../../lab/analysis/contract.ts";
import { readRegister } from "../../../lab/results/register.ts";
import { checkPage } from "../../support/unit/page.ts";
import { numbersPage } from "./numbers-page.ts";

const kept = resolve(import.meta.dirname, "../../../docs/results");

describe("the page of numbers", () => {
  it("says what the kept runs under the newest rules say", async () => {
    await checkPage("numbers.md", numbersPage(await newestRuns()));
  }).timeout(120_000);
});

/** Every complete run of all approaches under the rules of the newest of them, analysed as its report is. */
async function newestRuns(): Promise<Analysis[]> {
  const complete = (await readRegister(kept)).flatMap(({ id, state, lines }) => {
    const begun = lines.find((line) => line.event === "begun");
    return state === "complete" && begun !== undefined ? [{ id, begun }] : [];
  });
  const rules = complete.at(-1)?.begun.rules;
  const most = Math.max(...complete.map(({ begun }) => begun.subjects.length));
  const chosen = complete.filter(({ begun }) => begun.rules === rules && begun.subjects.length === most);
  return Promise.all(chosen.map(({ id }) => analysisOf(join(kept, id))));
}
