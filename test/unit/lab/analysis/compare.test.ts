import assert from "node:assert/strict";
import type { Analysis, Comparison } from "../../../../lab/analysis/contract.ts";
import { ruleSentences } from "../../../../lab/analysis/sentences.ts";
import type { Trials } from "../../../../lab/contract.ts";
import { rules } from "../../../../lab/rules/rules.ts";
import { experimentOf } from "../support/made-up.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";

const timing = "startup/create.healthy";
const counted = "complexity/lines";
const fact = "posture/readOnlyRoot";
const percent = "posture/score";

const seven = (from: number) => [0, 1, 2, 3, 4, 5, 6].map((step) => from + step);

/** Two subjects with these values in the rounds of a figure, and the noise of a twin. */
function pair(
  figure: string,
  separate: readonly number[],
  systemd: readonly number[],
  twin: readonly number[] = separate,
): Analysis {
  return syntheticAnalysis({
    approaches: ["separate", "systemd"],
    values: { [figure]: { separate, systemd, "separate-twin": twin } },
    rounds: separate.length,
  });
}

function compared(analysis: Analysis, figure: string, level?: number): Comparison {
  return analysis.compare([figure, "separate"], [figure, "systemd"], level);
}

describe("lab / comparison", () => {
  it("beyond the margin is lower or higher, within it equivalent, across it not known", () => {
    const by = (from: number) => compared(pair(timing, seven(1000), seven(from)), timing);
    assert.equal(by(1300).verdict, "lower");
    assert.equal(by(700).verdict, "higher");
    assert.equal(by(1020).verdict, "equivalent");
    assert.equal(by(1100).verdict, "unknown");
    assert.match(
      by(1300).reason,
      /^1 s against 1\.3 s: 0\.77 times \(0\.768 to 0\.772 in a 96\.\d % interval; margin 10 %\)$/,
    );
  });

  it("values that overlap widely are not known: that no difference is found says nothing", () => {
    const mixed = pair(timing, [100, 130, 102, 140, 104, 120, 99], [120, 101, 122, 103, 144, 100, 133]);
    assert.equal(compared(mixed, timing).verdict, "unknown");
  });

  it("a higher level has a wider interval, and none if there are too few rounds for it", () => {
    const analysis = pair(timing, [90, 95, 100, 105, 110, 115, 120], seven(200));
    const [usual, high] = [compared(analysis, timing), compared(analysis, timing, 0.999)];
    assert.ok(usual.effect && high.effect && high.effect.low < usual.effect.low);
    assert.ok(high.effect.coverage >= 0.999 && usual.effect.coverage >= 0.95 && usual.effect.coverage < 0.999);
    const few = compared(pair(timing, [100, 101, 102], [300, 301, 302]), timing);
    assert.deepEqual([few.verdict, few.effect], ["unknown", undefined]);
    assert.match(few.reason, /3 and 3 rounds are too few for an interval of 95 %: they give 90 % at most/);
  });

  it("a noisy figure has a margin as wide as what equal deployments differ by", () => {
    assert.equal(compared(pair(timing, seven(1000), seven(1300)), timing).verdict, "lower");
    const noisy = pair(timing, seven(1000), seven(1300), seven(1400));
    assert.equal(compared(noisy, timing).verdict, "equivalent");
    assert.match(compared(noisy, timing).reason, /margin 3\d\.\d %, from the noise/);
  });

  it("values of 0 are compared by their difference", () => {
    const lost = "recovery/peer.lost";
    const noisy = pair(lost, Array<number>(7).fill(0), [50, 51, 52, 53, 54, 55, 56], Array<number>(7).fill(3));
    assert.deepEqual([noisy.noise(lost)?.relative, noisy.noise(lost)?.absolute], [undefined, 3]);
    assert.equal(compared(noisy, lost).verdict, "lower");
    const close = pair(lost, Array<number>(7).fill(0), Array<number>(7).fill(2), Array<number>(7).fill(3));
    assert.equal(compared(close, lost).verdict, "equivalent");
  });

  it("an absolute margin is in the figure's unit", () => {
    const near = (score: number) => Array.from({ length: 2 }, () => score);
    assert.equal(compared(pair(percent, near(50), near(50.5)), percent).verdict, "equivalent");
    assert.equal(compared(pair(percent, near(50), near(52)), percent).verdict, "lower");
    assert.match(compared(pair(percent, near(50), near(52)), percent).reason, /a difference of -2 %.* margin 1 %/);
  });

  it("counted values that never change are known exactly, so that only the margin decides", () => {
    const by = (lines: number) => compared(pair(counted, [100, 100], [lines, lines]), counted);
    assert.equal(by(101).verdict, "equivalent");
    assert.equal(by(120).verdict, "lower");
    assert.match(by(120).reason, /counted; margin 10 %/);
    assert.equal(compared(pair(counted, [100, 100], [120, 121]), counted).verdict, "unknown");
    assert.equal(compared(pair(counted, [0, 0], [7, 7]), counted).verdict, "lower");
    assert.equal(compared(pair(counted, [0, 0], [0, 0]), counted).verdict, "equivalent");
    assert.equal(compared(pair(timing, [100, 100], [100, 100]), timing).verdict, "unknown", "a time is not counted");
  });

  it("values in two groups are never equivalent, since their median is no value", () => {
    const bimodal = [1040, 2040, 1041, 2041, 1042, 2042, 1043];
    const { verdict, reason } = compared(
      pair(timing, bimodal, bimodal, [1000, 5000, 5000, 5000, 5000, 5000, 5000]),
      timing,
    );
    assert.equal(verdict, "unknown");
    assert.match(reason, /the values lie in two groups/);
  });

  it("rates are compared by the interval of their difference, from twenty trials on", () => {
    const made = (separate: Trials, systemd: Trials) =>
      syntheticAnalysis({
        approaches: ["separate", "systemd"],
        experiments: [experimentOf({ died: { title: "died", unit: "trials", better: "lower" } })],
        values: { "made-up/died": { separate, "separate-twin": separate, systemd } },
      });
    const rounds = 6;
    const by = (separate: Trials, systemd: Trials) => compared(made(separate, systemd), "made-up/died");
    assert.equal(by({ hits: 0, of: 10 }, { hits: 5, of: 10 }).verdict, "lower");
    assert.equal(by({ hits: 0, of: 10 }, { hits: 1, of: 10 }).verdict, "unknown");
    assert.equal(by({ hits: 1, of: 200 }, { hits: 1, of: 200 }).verdict, "equivalent");
    assert.match(
      by({ hits: 0, of: 10 }, { hits: 5, of: 10 }).reason,
      new RegExp(`^0 of ${10 * rounds} against 30 of 60: `),
    );
    const few = by({ hits: 0, of: 3 }, { hits: 3, of: 3 });
    assert.deepEqual([few.verdict, few.effect], ["unknown", undefined]);
    assert.match(few.reason, /0 of 18 against 18 of 18 trials; a rate is judged from 20 trials on/);
  });

  it("facts differ if the rounds of each side agree, and equal deployments do, too", () => {
    const facts = (separate: readonly boolean[], systemd: readonly boolean[], twin = separate) =>
      compared(syntheticAnalysis({ values: { [fact]: { separate, systemd, "separate-twin": twin } } }), fact);
    assert.equal(facts([true, true], [false, false]).verdict, "different");
    assert.equal(facts([true, true], [true, true]).verdict, "equivalent");
    assert.equal(facts([true, false], [false, false]).verdict, "unknown");
    assert.match(facts([true, false], [false, false]).reason, /the rounds disagree: yes and no/);
    assert.equal(facts([true, true], [false, false], [false, false]).verdict, "unknown");
  });

  it("a missing value leaves it open, with its reason", () => {
    const analysis = syntheticAnalysis({ missing: { [timing]: { systemd: "it never answered" } } });
    const { verdict, reason } = compared(analysis, timing);
    assert.equal(verdict, "unknown");
    assert.match(reason, /it never answered/);
  });

  it("a comparison in the other direction has the opposite result", () => {
    const analysis = syntheticAnalysis();
    const reverse = {
      lower: "higher",
      higher: "lower",
      equivalent: "equivalent",
      different: "different",
      unknown: "unknown",
    };
    const seen = new Set<string>();
    for (const { key } of analysis.figures) {
      const there = analysis.compare([key, "separate"], [key, "systemd"]);
      const back = analysis.compare([key, "systemd"], [key, "separate"]);
      assert.equal(back.verdict, reverse[there.verdict], key);
      seen.add(there.verdict);
    }
    assert.equal(seen.size, 5, [...seen].join(", "));
  });

  it("the rules are sentences with the numbers of the rules", () => {
    const sentences = ruleSentences(rules);
    assert.ok(sentences.length >= 6 && sentences.every((rule) => /^["A-Z].*\.$/.test(rule)));
    const other = { ...rules.statistics, alpha: { ...rules.statistics.alpha, value: 0.2 } };
    assert.match(ruleSentences({ ...rules, statistics: other }).join(" "), /80 % or more/);
  });
});
