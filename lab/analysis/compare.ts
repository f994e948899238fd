import type { Unit } from "../contract.ts";
import type { Comparison, FactSummary, Noise, NumberSummary, Summary } from "./contract.ts";
import { formatProbability, formatShare, formatValue } from "./format.ts";
import { cliffsDelta, mannWhitney, smallestProbability } from "./statistics.ts";

/** A p value of the rank test below this means a difference. */
export const significant = 0.05;
/** Relative differences up to this never count. */
const leastFloor = 0.02;
/** The same if there are too few rounds for the rank test. */
const leastFloorOfFew = 0.1;
const noiseFactorOfFew = 3;
/** Units of figures that are counted: they are the same in every round unless something changed. */
const counted: readonly Unit[] = ["count", "lines", "bytes", "exit-code"];

/** The rules of comparisons, as sentences for the report. */
export const rules: readonly string[] = [
  "Medians are compared. Two numbers differ if the exact two-sided Mann-Whitney test gives p < 0.05 and the medians differ by more than the noise floor. The noise floor is 2 % of the smaller median or the difference between two equal deployments (A/A) in this figure, whichever is larger.",
  "With too few rounds for p < 0.05 (fewer than 4 on each side), numbers differ only if their ranges do not overlap and the medians differ by more than 10 % and by more than three times the A/A difference; the reason then says that it rests on few rounds. If the medians differ by that much but the ranges overlap, the comparison stays open.",
  "Counted figures (files, processes, bytes of layers) that are the same in every round on both sides, and in A/A, differ if the numbers differ.",
  "Facts differ if all rounds of each side agree and the two sides do not. If the rounds of a side disagree, the comparison stays open.",
  "With one value or none on either side, the comparison stays open.",
];

/**
 * How the first summary differs from the second; see `rules`.
 * @param noise of the same figure; undefined without an A/A comparison
 */
export function compareSummaries(a: Summary, b: Summary, unit: Unit, noise: Noise | undefined): Comparison {
  if (a.kind === "missing") return open(`no value: ${a.reason}`);
  if (b.kind === "missing") return open(`no value of the other: ${b.reason}`);
  if (a.kind === "number" && b.kind === "number") return compareNumbers(a, b, unit, noise);
  if (a.kind === "fact" && b.kind === "fact") return compareFacts(a, b, unit);
  return open("one is a number and the other is not");
}

/** Difference of two medians, relative to the smaller one; 1 if only the smaller one is 0. */
export function relativeDifference(a: number, b: number): number {
  const smaller = Math.min(Math.abs(a), Math.abs(b));
  if (a === b) return 0;
  return smaller === 0 ? 1 : Math.abs(a - b) / smaller;
}

function open(reason: string): Comparison {
  return {
    verdict: "unknown",
    ratio: undefined,
    difference: undefined,
    pValue: undefined,
    effect: undefined,
    reason,
  };
}

function compareFacts(a: FactSummary, b: FactSummary, unit: Unit): Comparison {
  const shown = [a, b].map(({ values }) => [...new Set(values)].map((value) => formatValue(value, unit)).join(" and "));
  const [left = "", right = ""] = shown;
  if (!a.agree || !b.agree) return open(`the rounds disagree: ${left}; the other: ${right}`);
  if (a.values.length < 2 || b.values.length < 2) return open(`only one round: ${left}; the other: ${right}`);
  const different = a.value !== b.value;
  return {
    ...open(different ? `${left} against ${right}, in every round` : `${left} in every round of both`),
    verdict: different ? "different" : "same",
  };
}

function compareNumbers(a: NumberSummary, b: NumberSummary, unit: Unit, noise: Noise | undefined): Comparison {
  const [left, right] = [a, b].map(({ median }) => formatValue(median, unit));
  const medians = `${left ?? ""} against ${right ?? ""}`;
  const figures = {
    ratio: b.median === 0 ? undefined : a.median / b.median,
    difference: a.median - b.median,
  };
  if (a.values.length < 2 || b.values.length < 2) {
    const why = `${medians}: ${a.values.length} and ${b.values.length} rounds are too few`;
    return { ...open(why), ...figures };
  }
  const pValue = mannWhitney(a.values, b.values);
  const { differs, reason } = judge(a, b, pValue, unit, noise);
  const direction = a.median < b.median ? "lower" : "higher";
  return {
    ...figures,
    verdict: differs === undefined ? "unknown" : differs ? direction : "same",
    pValue,
    effect: cliffsDelta(a.values, b.values),
    reason: `${medians}: ${reason}`,
  };
}

interface Judgement {
  /** Undefined: too few rounds to tell. */
  readonly differs: boolean | undefined;
  readonly reason: string;
}

function judge(a: NumberSummary, b: NumberSummary, pValue: number, unit: Unit, noise: Noise | undefined): Judgement {
  const constant = (summary: NumberSummary) => summary.min === summary.max;
  if (constant(a) && constant(b) && a.median === b.median) return { differs: false, reason: "the same in every round" };
  if (constant(a) && constant(b) && counted.includes(unit) && (noise?.absolute ?? 0) === 0)
    return { differs: true, reason: "counted, and the same in every round of each side" };
  const few = smallestProbability(a.values.length, b.values.length) >= significant;
  return few ? judgeFew(a, b, unit, noise) : judgeRanks(a, b, pValue, unit, noise);
}

function judgeRanks(
  a: NumberSummary,
  b: NumberSummary,
  pValue: number,
  unit: Unit,
  noise: Noise | undefined,
): Judgement {
  const test = `exact rank test p = ${formatProbability(pValue)}`.replace("= <", "<");
  if (pValue >= significant) return { differs: false, reason: `${test}, no difference` };
  const floor = floorOf(a, b, leastFloor, 1, noise);
  const { text, exceeded } = distance(a, b, floor, unit, noise);
  return { differs: exceeded, reason: `${test}, ${text}` };
}

function judgeFew(a: NumberSummary, b: NumberSummary, unit: Unit, noise: Noise | undefined): Judgement {
  const overlap = a.max >= b.min && b.max >= a.min;
  const floor = floorOf(a, b, leastFloorOfFew, noiseFactorOfFew, noise);
  const { text, exceeded } = distance(a, b, floor, unit, noise);
  const rounds = `rests on few rounds (${a.values.length} and ${b.values.length})`;
  if (overlap && exceeded) return { differs: undefined, reason: `${rounds} whose ranges overlap, ${text}` };
  return { differs: exceeded, reason: `${rounds}${overlap ? "" : " whose ranges do not overlap"}, ${text}` };
}

/** The noise floor, in the figure's unit. */
function floorOf(a: NumberSummary, b: NumberSummary, least: number, factor: number, noise: Noise | undefined): number {
  const smaller = Math.min(Math.abs(a.median), Math.abs(b.median));
  if (noise === undefined) return least * smaller;
  // A relative difference from 0 says nothing about other values, so the absolute one counts.
  const fromNoise = noise.fromZero ? noise.absolute : noise.relative * smaller;
  return Math.max(least * smaller, factor * fromNoise);
}

function distance(
  a: NumberSummary,
  b: NumberSummary,
  floor: number,
  unit: Unit,
  noise: Noise | undefined,
): { readonly text: string; readonly exceeded: boolean } {
  const difference = Math.abs(a.median - b.median);
  const exceeded = difference > floor;
  const smaller = Math.min(Math.abs(a.median), Math.abs(b.median));
  const shown = (value: number) => (smaller === 0 ? formatValue(value, unit) : formatShare(value / smaller));
  const source = noise === undefined ? "; no A/A comparison was measured" : "";
  const text = `a difference of ${shown(difference)}, ${exceeded ? "above" : "within"} the noise floor of ${shown(floor)}${source}`;
  return { text, exceeded };
}
