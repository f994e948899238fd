import assert from "node:assert/strict";
import { UserError } from "../../../../errors/user-error.ts";
import type { Analysis } from "../../../../lab/analysis/contract.ts";
import { budgetText, checkBudgets, parseBudgets, runsAgainst } from "../../../../lab/report/budgets.ts";
import { parseQuantity } from "../../../../lab/report/budgets/quantity.ts";
import { analysed, named } from "./support.ts";

const experiments = named("memory", "identity", "latency", "complexity");
// Medians of 42 MB with an interval of 40 to 44 MB.
const values = { "memory/idle.engine": { separate: [40e6, 41e6, 41e6, 43e6, 44e6, 44e6] } };
const analysis = analysed({ experiments, values });

function outcomes(text: string, earlier: ReadonlyMap<string, Analysis> = new Map()) {
  const report = checkBudgets(parseBudgets(text, "budgets.yaml", analysis), analysis, earlier);
  return { passed: report.passed, outcomes: report.results.map(({ outcome }) => outcome), text: budgetText(report) };
}

function budget(entry: string): string {
  return `budgets:\n  - ${entry}\n`;
}

describe("a bound of a budget", () => {
  it("is read in the figure's unit", () => {
    assert.equal(parseQuantity("40 MB", "bytes"), 40e6);
    assert.equal(parseQuantity("1MiB", "bytes"), 1_048_576);
    assert.equal(parseQuantity("1.5 s", "ms"), 1500);
    assert.equal(parseQuantity("2 ms", "us"), 2000);
    assert.equal(parseQuantity("5 %", "percent"), 5);
    assert.equal(parseQuantity("3", "count"), 3);
  });

  it("is refused without a unit, or with a wrong one", () => {
    for (const text of ["40", "40 ms", "MB", "4 0 MB", ""]) assert.equal(parseQuantity(text, "bytes"), undefined, text);
    assert.equal(parseQuantity("3 MB", "count"), undefined);
  });
});

describe("a budget", () => {
  it("is kept, warns if only the median is beyond, and fails if the whole interval is", () => {
    const entry = (bound: string) => budget(`{ figure: memory/idle.engine, subject: separate, ${bound} }`);
    assert.deepEqual(outcomes(entry("atMost: 45 MB")).outcomes, ["kept"]);
    assert.deepEqual(outcomes(entry("atMost: 41 MB")), {
      ...{ passed: true, outcomes: ["warned"] },
      text: "! warned  memory/idle.engine of separate (line 2): 42 MB [40 .. 44 MB] n=6; at most 41 MB\nEvery budget is kept.\n",
    });
    assert.deepEqual(outcomes(entry("atMost: 39 MB")).outcomes, ["failed"]);
    assert.equal(outcomes(entry("atMost: 39 MB")).passed, false);
    assert.deepEqual(outcomes(entry("atLeast: 43 MB")).outcomes, ["warned"]);
    assert.deepEqual(outcomes(entry("atLeast: 45 MB")).outcomes, ["failed"]);
  });

  it("of * holds for each approach", () => {
    assert.equal(
      outcomes(budget("{ figure: complexity/lines, subject: '*', atMost: 160 }")).outcomes.join(),
      "kept,kept,failed",
    );
  });

  it("of a fact is kept or failed, and warns if the rounds disagree", () => {
    assert.deepEqual(outcomes(budget("{ figure: identity/named, subject: separate, is: yes }")).outcomes, ["kept"]);
    assert.deepEqual(outcomes(budget("{ figure: identity/named, subject: separate, is: no }")).outcomes, ["failed"]);
  });

  it("without a value is unknown, which does not pass", () => {
    const skipped = analysed({ experiments, skipped: { systemd: "Docker refuses it" } });
    const budgets = parseBudgets(
      budget("{ figure: complexity/lines, subject: systemd, atMost: 500 }"),
      "b.yaml",
      skipped,
    );
    const { passed, results } = checkBudgets(budgets, skipped, new Map());
    assert.equal(passed, false);
    assert.deepEqual(
      results.map(({ reason }) => reason),
      ["no value: Docker refuses it"],
    );
  });

  it("against an earlier run allows a share, or the noise if that is larger", () => {
    const entry = budget("{ figure: memory/idle.engine, subject: separate, regressAtMost: 5 %, against: runs/old }");
    const before = (median: number) => {
      const old = { "memory/idle.engine": { separate: median, "separate-twin": median } };
      return new Map([["runs/old", analysed({ experiments, values: old, spread: 0 })]]);
    };
    assert.deepEqual(outcomes(entry, before(42e6)).outcomes, ["kept"]);
    // The later run's own twin is at 42 MB too, so that its noise is small.
    assert.deepEqual(outcomes(entry, before(36e6)).outcomes, ["failed"]);
    assert.deepEqual(outcomes(entry).outcomes, ["unknown"]);
    assert.deepEqual(runsAgainst(parseBudgets(entry, "b.yaml", analysis)), ["runs/old"]);
  });
});

describe("a file of budgets", () => {
  const wrong: readonly (readonly [what: string, text: string, message: RegExp])[] = [
    ["no list", "other: 1\n", /There is no list of budgets/],
    ["broken YAML", "budgets:\n  - {\n", /budgets\.yaml, line \d/],
    ["an unknown figure", budget("{ figure: memory/none, atMost: 1 MB }"), /line 2: There is no figure "memory\/none"/],
    ["an unknown approach", budget("{ figure: memory/peak, subject: missing, atMost: 1 MB }"), /no approach "missing"/],
    ["an unknown field", budget("{ figure: memory/peak, most: 1 MB }"), /no field "most"/],
    ["no bound", budget("{ figure: memory/peak }"), /has 0 bounds/],
    ["two bounds", budget("{ figure: memory/peak, atMost: 1 MB, atLeast: 1 MB }"), /has 2 bounds/],
    ["a bound without a unit", budget("{ figure: memory/peak, atMost: 40 }"), /"40" is no bound on memory\/peak/],
    ["a number for a fact", budget("{ figure: identity/named, atMost: 1 }"), /is a fact/],
    ["a fact for a number", budget("{ figure: memory/peak, is: yes }"), /is a number/],
    ["neither yes nor no", budget("{ figure: identity/named, is: perhaps }"), /neither yes nor no/],
    ["a regression against nothing", budget("{ figure: memory/peak, regressAtMost: 5 % }"), /against nothing/],
    ["a regression without percent", budget("{ figure: memory/peak, regressAtMost: 5, against: x }"), /no share/],
    ["an entry that is no map", budget("memory"), /not a map/],
    ["a value that is none", budget("{ figure: [memory/peak] }"), /no plain value/],
  ];
  for (const [what, text, message] of wrong) {
    it(`with ${what} is refused, with the line and what to do`, () => {
      assert.throws(
        () => parseBudgets(text, "budgets.yaml", analysis),
        (error: unknown) =>
          error instanceof UserError &&
          message.test(error.parts.found) &&
          error.parts.allowed !== undefined &&
          /line \d+/.test(error.parts.found),
      );
    });
  }

  it("names the line of the mistake, not of the file's beginning", () => {
    const text =
      "# budgets\nbudgets:\n  - { figure: memory/peak, atMost: 900 MB }\n  - figure: memory/peak\n    subject: '*'\n    atMost: many\n";
    assert.throws(() => parseBudgets(text, "budgets.yaml", analysis), /budgets\.yaml, line 6: "many"/);
  });
});
