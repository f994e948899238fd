import assert from "node:assert/strict";
import { analyse, type Recorded } from "../../../../lab/analysis/analyse.ts";
import { experiments } from "../../../../lab/experiments.ts";
import { syntheticRun, type SyntheticOptions } from "../support/synthetic-run.ts";

const figure = "startup/create.healthy";
const chosen = experiments.filter(({ name }) => name === "startup" || name === "posture");

/** A run whose twin takes so many times as long. */
function recorded(id: string, times: number, options: SyntheticOptions = {}): Recorded {
  const values = { [figure]: { separate: 1000, "separate-twin": 1000 * times, systemd: 1300 } };
  const { run, cells } = syntheticRun({ experiments: chosen, values, spread: 0, ...options });
  return { run: { ...run, id, rules: "a hash" }, cells };
}

const analysed = ({ run, cells }: Recorded, others: readonly Recorded[] = []) => analyse(run, cells, chosen, others);

describe("lab / noise", () => {
  it("is the root mean square of what twins differ by in all runs", () => {
    const alone = analysed(recorded("a", 1.1)).noise(figure);
    assert.ok(alone?.relative !== undefined && Math.abs(alone.relative - 0.1) < 1e-9);
    assert.deepEqual([alone.runs, Math.round(alone.absolute)], [["a"], 100]);
    const both = analysed(recorded("a", 1.1), [recorded("b", 1 / 1.1), recorded("c", 1)]).noise(figure);
    assert.deepEqual(both?.runs, ["a", "b", "c"]);
    const expected = Math.exp(Math.log(1.1) * Math.sqrt(2 / 3)) - 1;
    assert.ok(both.relative !== undefined && Math.abs(both.relative - expected) < 1e-9);
  });

  it("leaves out runs of another host or other rules, runs without the figure or a twin, and counts none twice", () => {
    const one = recorded("a", 1.1);
    const elsewhere = recorded("b", 2);
    const host = { ...elsewhere.run.host, kernel: "7.0" };
    const others = [
      { ...elsewhere, run: { ...elsewhere.run, host } },
      { ...elsewhere, run: { ...elsewhere.run, rules: "another hash" } },
      recorded("c", 2, { twin: "none" }),
      recorded("d", 2, { experiments: chosen.filter(({ name }) => name === "posture") }),
      recorded("a", 2),
      recorded("e", 1.1),
      recorded("e", 1.1),
    ];
    assert.deepEqual(analysed(one, others).noise(figure)?.runs, ["a", "e"]);
  });

  it("widens the margin of every comparison, so that a difference must exceed it", () => {
    const verdict = (...others: readonly Recorded[]) =>
      analysed(recorded("a", 1), others).compare([figure, "separate"], [figure, "systemd"]).verdict;
    assert.equal(verdict(), "lower");
    assert.equal(verdict(recorded("b", 1.2)), "lower");
    assert.equal(verdict(recorded("b", 2)), "equivalent");
  });

  it("is that of other runs where the run's own twins are judged", () => {
    const twins = (times: number, ...others: readonly Recorded[]) =>
      analysed(recorded("a", times), others).twins(figure)?.verdict;
    assert.equal(twins(2), "lower");
    assert.equal(twins(2, recorded("b", 3)), "equivalent");
    assert.equal(twins(1), "equivalent");
    const none = recorded("a", 1, { twin: "none" });
    assert.deepEqual([analysed(none).twins(figure), analysed(none).noise(figure)], [undefined, undefined]);
  });
});
