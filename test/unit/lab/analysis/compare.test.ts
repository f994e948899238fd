import assert from "node:assert/strict";
import { rules } from "../../../../lab/analysis/compare.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";

const timing = "startup/create.answer";
const counted = "complexity/lines";
const fact = "posture/readOnlyRoot";

/** Two subjects with these values in the rounds of a figure, and the noise of a twin. */
function pair(
  figure: string,
  separate: readonly number[],
  systemd: readonly number[],
  twin: readonly number[] = separate,
) {
  return syntheticAnalysis({
    approaches: ["separate", "systemd"],
    values: { [figure]: { separate, systemd, "separate-twin": twin } },
    rounds: separate.length,
  });
}

describe("lab / comparison", () => {
  it("a difference must pass both the rank test and the noise floor", () => {
    const far = pair(timing, [100, 101, 102, 103, 104], [120, 121, 122, 123, 124]);
    assert.equal(far.compare(timing, "separate", "systemd").verdict, "lower");
    assert.equal(far.compare(timing, "systemd", "separate").verdict, "higher");
    const mixed = pair(timing, [100, 130, 102, 140, 104], [120, 101, 122, 103, 144]);
    assert.equal(mixed.compare(timing, "separate", "systemd").verdict, "same");
    // No overlap, but a difference of only 1 %.
    const near = pair(timing, [1000, 1001, 1002, 1003, 1004], [1010, 1011, 1012, 1013, 1014]);
    const comparison = near.compare(timing, "separate", "systemd");
    assert.equal(comparison.verdict, "same");
    assert.ok(comparison.pValue !== undefined && comparison.pValue < 0.05 && comparison.effect === -1);
    assert.match(comparison.reason, /within the noise floor of 2 %/);
  });

  it("a noisy figure raises the floor to the A/A difference", () => {
    const values = [
      [100, 101, 102, 103],
      [120, 121, 122, 123],
    ] as const;
    assert.equal(pair(timing, ...values).compare(timing, "separate", "systemd").verdict, "lower");
    const noisy = pair(timing, ...values, [130, 131, 132, 133]);
    assert.equal(noisy.compare(timing, "separate", "systemd").verdict, "same");
    assert.ok((noisy.noise(timing)?.relative ?? 0) > 0.2 && noisy.noise(timing)?.differs === true);
  });

  it("a noise relative to 0 counts as an absolute difference", () => {
    const lost = "recovery/peer.lost";
    const noisy = pair(lost, [0, 0, 0, 0], [50, 51, 52, 53], [3, 3, 3, 3]);
    assert.equal(noisy.noise(lost)?.fromZero, true);
    assert.equal(noisy.compare(lost, "separate", "systemd").verdict, "lower");
    const close = pair(lost, [0, 0, 0, 0], [2, 2, 2, 2], [3, 3, 3, 3]);
    assert.equal(close.compare(lost, "separate", "systemd").verdict, "same");
  });

  it("with few rounds numbers differ only if their ranges do not overlap and differ by more than 10 %, and the reason says so", () => {
    const three = (a: readonly number[], b: readonly number[]) =>
      pair(timing, a, b).compare(timing, "separate", "systemd");
    assert.equal(three([100, 101, 102], [150, 151, 152]).verdict, "lower");
    assert.match(three([100, 101, 102], [150, 151, 152]).reason, /few rounds \(3 and 3\)/);
    assert.equal(three([100, 101, 102], [105, 106, 107]).verdict, "same");
    const overlapping = three([100, 101, 160], [150, 151, 152]);
    assert.equal(overlapping.verdict, "unknown");
    assert.match(overlapping.reason, /few rounds \(3 and 3\) whose ranges overlap/);
    assert.equal(three([100, 101, 160], [105, 106, 152]).verdict, "same");
  });

  it("with few rounds a difference must be three times the A/A difference", () => {
    const noisy = pair(timing, [100, 101, 102], [150, 151, 152], [120, 121, 122]);
    assert.equal(noisy.compare(timing, "separate", "systemd").verdict, "same");
  });

  it("counted figures differ by one if every round does", () => {
    const analysis = pair(counted, [100, 100], [101, 101]);
    assert.equal(analysis.compare(counted, "separate", "systemd").verdict, "lower");
    const wavering = pair(counted, [100, 100], [101, 101], [100, 101]);
    assert.equal(wavering.compare(counted, "separate", "systemd").verdict, "same");
  });

  it("equal values are the same, a single value leaves it open", () => {
    assert.equal(pair(counted, [7, 7], [7, 7]).compare(counted, "separate", "systemd").verdict, "same");
    const single = pair(timing, [100], [200]).compare(timing, "separate", "systemd");
    assert.deepEqual([single.verdict, single.pValue, single.ratio], ["unknown", undefined, 0.5]);
    assert.equal(pair(counted, [0, 0], [7, 7]).compare(counted, "systemd", "separate").ratio, undefined);
  });

  it("facts differ if the rounds of each side agree", () => {
    const facts = (separate: readonly boolean[], systemd: readonly boolean[]) =>
      syntheticAnalysis({ values: { [fact]: { separate, systemd } } }).compare(fact, "separate", "systemd");
    assert.equal(facts([true, true], [false, false]).verdict, "different");
    assert.equal(facts([true, true], [true, true]).verdict, "same");
    assert.equal(facts([true, false], [false, false]).verdict, "unknown");
    assert.match(facts([true, false], [false, false]).reason, /the rounds disagree: yes and no/);
  });

  it("a missing value leaves it open, with its reason", () => {
    const analysis = syntheticAnalysis({ missing: { [timing]: { systemd: "it never answered" } } });
    const { verdict, reason } = analysis.compare(timing, "separate", "systemd");
    assert.equal(verdict, "unknown");
    assert.match(reason, /it never answered/);
  });

  it("A/A finds no difference between equal twins, and there is no A/A without a twin", () => {
    const analysis = syntheticAnalysis();
    const differing = analysis.figures.filter(
      ({ key }) => !["same", "unknown"].includes(analysis.compare(key, "separate", "separate-twin").verdict),
    );
    assert.deepEqual(differing, []);
    assert.equal(syntheticAnalysis({ twin: "none" }).noise(timing), undefined);
  });

  it("a comparison in the other direction has the opposite result", () => {
    const analysis = syntheticAnalysis();
    const reverse = { lower: "higher", higher: "lower", same: "same", different: "different", unknown: "unknown" };
    for (const { key } of analysis.figures) {
      const [there, back] = [
        analysis.compare(key, "separate", "systemd"),
        analysis.compare(key, "systemd", "separate"),
      ];
      assert.equal(back.verdict, reverse[there.verdict], key);
    }
  });

  it("the rules are sentences", () => {
    assert.ok(rules.length >= 4 && rules.every((rule) => /^[A-Z].*\.$/.test(rule)));
  });
});
