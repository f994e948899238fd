import type { Unit } from "../contract.ts";
import type { Margin } from "../rules/contract.ts";
import { rules } from "../rules/rules.ts";
import type {
  Comparison,
  Effect,
  FactSummary,
  Interval,
  Noise,
  NumberSummary,
  RateSummary,
  Summary,
} from "./contract.ts";
import { effectText } from "./effect-text.ts";
import { formatCoverage, formatValue } from "./format.ts";
import { marginAt } from "./margins.ts";
import { shiftBetween } from "./rank-sum.ts";
import { rateDifference } from "./rates.ts";

/** What a comparison is judged by. */
export interface Yardstick {
  readonly unit: Unit;
  /** Undefined: every difference matters. */
  readonly margin: Margin | undefined;
  /** Undefined without an A/A comparison. */
  readonly noise: Noise | undefined;
  /** Wanted coverage of the interval, from 0 to 1. */
  readonly level: number;
}

/** How the first summary differs from the second: lower, higher, equivalent or not known, from one interval. */
export function compareSummaries(a: Summary, b: Summary, by: Yardstick): Comparison {
  if (a.kind === "missing") return open(`no value: ${a.reason}`);
  if (b.kind === "missing") return open(`no value of the other: ${b.reason}`);
  if (a.kind === "number" && b.kind === "number") return compareNumbers(a, b, by);
  if (a.kind === "rate" && b.kind === "rate") return compareRates(a, b, by);
  if (a.kind === "fact" && b.kind === "fact") return compareFacts(a, b, by);
  return open("the two are not of one kind");
}

function open(reason: string): Comparison {
  return { verdict: "unknown", effect: undefined, reason };
}

function compareFacts(a: FactSummary, b: FactSummary, { unit, noise }: Yardstick): Comparison {
  const shown = [a, b].map(({ values }) => [...new Set(values)].map((value) => formatValue(value, unit)).join(" and "));
  const [left = "", right = ""] = shown;
  if (!a.agree || !b.agree) return open(`the rounds disagree: ${left}; the other: ${right}`);
  if (a.values.length < 2 || b.values.length < 2) return open(`only one round: ${left}; the other: ${right}`);
  if (a.value === b.value)
    return { verdict: "equivalent", effect: undefined, reason: `${left} in every round of both` };
  if (noise !== undefined && noise.absolute > 0)
    return open(`${left} against ${right}, but two equal deployments differ in it, too`);
  return { verdict: "different", effect: undefined, reason: `${left} against ${right}, in every round` };
}

function compareNumbers(a: NumberSummary, b: NumberSummary, by: Yardstick): Comparison {
  const medians = `${formatValue(a.median, by.unit)} against ${formatValue(b.median, by.unit)}`;
  const scale = scaleOf(a, b, by);
  const on = (summary: NumberSummary) => (scale === "ratio" ? summary.values.map(Math.log) : summary.values);
  const { estimate, interval, best } = shiftBetween(on(a), on(b), by.level);
  const back = (value: number) => (scale === "ratio" ? Math.exp(value) : value);
  const margin = marginOn(scale, Math.min(Math.abs(a.median), Math.abs(b.median)), by);
  // Counted values that never change are known: only the margin decides.
  const known: Interval | undefined = a.exact && b.exact ? { low: estimate, high: estimate, coverage: 1 } : interval;
  if (known === undefined) return open(`${medians}; ${tooFew(a, b, best, by.level)}`);
  const { low, high, coverage } = known;
  const effect = { scale, estimate: back(estimate), low: back(low), high: back(high), coverage, margin };
  return judged(effect, medians, by.unit, a.humps !== undefined || b.humps !== undefined);
}

function tooFew(a: NumberSummary, b: NumberSummary, best: number, level: number): string {
  const wanted = `an interval of ${formatCoverage(level)}`;
  return `${a.values.length} and ${b.values.length} rounds are too few for ${wanted}: they give ${formatCoverage(best)} at most`;
}

/** Values of 0 have no ratio. */
function scaleOf(a: NumberSummary, b: NumberSummary, { margin }: Yardstick): Effect["scale"] {
  const positive = a.min > 0 && b.min > 0;
  return margin?.absolute === undefined && positive ? "ratio" : "difference";
}

/** The larger of the stated margin and the noise. */
function marginOn(scale: Effect["scale"], smaller: number, { margin, noise }: Yardstick): Effect["margin"] {
  if (scale === "ratio") {
    const stated = margin?.relative ?? 0;
    const floor = noise?.relative ?? 0;
    const factor = 1 + Math.max(stated, floor);
    return { low: 1 / factor, high: factor, from: floor > stated ? "noise" : "rules" };
  }
  const stated = marginAt(margin, smaller);
  const floor = noise?.absolute ?? 0;
  const most = Math.max(stated, floor);
  return { low: -most, high: most, from: floor > stated ? "noise" : "rules" };
}

function compareRates(a: RateSummary, b: RateSummary, by: Yardstick): Comparison {
  const rates = [a, b].map(({ hits, of }) => formatValue({ hits, of }, "trials")).join(" against ");
  const fewest = rules.statistics.trials.value;
  if (Math.min(a.of, b.of) < fewest)
    return open(`${rates} trials; a rate is judged from ${fewest} trials on, on each side`);
  const effect: Effect = {
    scale: "difference",
    ...rateDifference(a, b, by.level),
    margin: marginOn("difference", 0, by),
  };
  return judged(effect, rates, "trials", false);
}

function judged(effect: Effect, values: string, unit: Unit, humps: boolean): Comparison {
  const verdict = verdictOf(effect);
  const reason = `${values}: ${effectText(effect, unit)}`;
  // A median between two humps is no value to be equivalent by.
  if (verdict === "equivalent" && humps)
    return { verdict: "unknown", effect, reason: `${reason}; the values lie in two groups` };
  return { verdict, effect, reason };
}

function verdictOf({ low, high, margin }: Effect): Comparison["verdict"] {
  if (high < margin.low) return "lower";
  if (low > margin.high) return "higher";
  return low >= margin.low && high <= margin.high ? "equivalent" : "unknown";
}
