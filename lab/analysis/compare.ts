import type { Unit } from "../contract.ts";
import type { Comparison, FactSummary, Noise, NumberSummary, Summary } from "./contract.ts";
import { formatProbability, formatShare, formatValue } from "./format.ts";
import { cliffsDelta, mannWhitney, smallestProbability } from "./statistics.ts";

/** Below this, the rank test's p value speaks for a difference. */
export const significant = 0.05;
/** Relative differences up to this are never called one. */
const leastFloor = 0.02;
/** The same where there are too few rounds for the rank test. */
const leastFloorOfFew = 0.1;
const noiseFactorOfFew = 3;
/** What is counted comes out the same every time unless something changed. */
const counted: readonly Unit[] = ["count", "lines", "bytes", "exit-code"];

/** How two subjects are compared, as sentences for the report. */
export const rules: readonly string[] = [
  "Medians are compared. Two numbers differ where the exact two-sided Mann-Whitney test gives p < 0.05 and the medians are further apart than the noise floor: 2 % of the smaller one, or what the same approach differed by from itself (A/A) in this figure, whichever is more.",
  "Where there are too few rounds for p < 0.05 (fewer than 4 each), numbers differ only where their ranges do not overlap and the medians are more than 10 % apart and more than three times the A/A difference; the reason then says that it rests on few rounds. Where the medians are that far apart but the ranges overlap, it is left open.",
  "What is counted (files, processes, bytes of layers) and came out the same in every round on both sides, and in A/A, differs where the numbers differ.",
  "Facts differ where every round of each side agrees and the two are not the same. Rounds that disagree leave it open.",
  "A single value on either side, or none, leaves it open.",
];

/**
 * How the first summary differs from the second; see `rules`.
 * @param noise of the same figure; undefined where there was no A/A
 */
export function compareSummaries(a: Summary, b: Summary, unit: Unit, noise: Noise | undefined): Comparison {
  if (a.kind === "missing") return open(`no value: ${a.reason}`);
  if (b.kind === "missing") return open(`no value of the other: ${b.reason}`);
  if (a.kind === "number" && b.kind === "number") return compareNumbers(a, b, unit, noise);
  if (a.kind === "fact" && b.kind === "fact") return compareFacts(a, b, unit);
  return open("one is a number and the other is not");
}

/** Difference of two medians relative to the smaller one: 1 where only that is 0. */
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
  /** Undefined: not to be told from so few rounds. */
  readonly differs: boolean | undefined;
  readonly reason: string;
}

function judge(a: NumberSummary, b: NumberSummary, pValue: number, unit: Unit, noise: Noise | undefined): Judgement {
  const constant = (summary: NumberSummary) => summary.min === summary.max;
  if (constant(a) && constant(b) && a.median === b.median) return { differs: false, reason: "the same in every round" };
  if (constant(a) && constant(b) && counted.includes(unit) && (noise?.absolute ?? 0) === 0)
    return { differs: true, reason: "counted, and the same in every round of each" };
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
  const { text, exceeded } = apart(a, b, floor, unit, noise);
  return { differs: exceeded, reason: `${test}, ${text}` };
}

function judgeFew(a: NumberSummary, b: NumberSummary, unit: Unit, noise: Noise | undefined): Judgement {
  const overlap = a.max >= b.min && b.max >= a.min;
  const floor = floorOf(a, b, leastFloorOfFew, noiseFactorOfFew, noise);
  const { text, exceeded } = apart(a, b, floor, unit, noise);
  const rounds = `rests on few rounds (${a.values.length} and ${b.values.length})`;
  if (overlap && exceeded) return { differs: undefined, reason: `${rounds} whose ranges overlap, ${text}` };
  return { differs: exceeded, reason: `${rounds}${overlap ? "" : " whose ranges do not overlap"}, ${text}` };
}

/** In the figure's unit: what a difference must exceed. */
function floorOf(a: NumberSummary, b: NumberSummary, least: number, factor: number, noise: Noise | undefined): number {
  const smaller = Math.min(Math.abs(a.median), Math.abs(b.median));
  if (noise === undefined) return least * smaller;
  // A relative difference from 0 says nothing about other sizes: the absolute one does.
  const fromNoise = noise.fromZero ? noise.absolute : noise.relative * smaller;
  return Math.max(least * smaller, factor * fromNoise);
}

function apart(
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
  const source = noise === undefined ? "; no A/A was measured" : "";
  const text = `${shown(difference)} apart, ${exceeded ? "above" : "within"} the noise floor of ${shown(floor)}${source}`;
  return { text, exceeded };
}
