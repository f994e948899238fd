import type { Analysis, Interval, NumberSummary, RateSummary, Summary } from "../analysis/contract.ts";
import { formatCoverage, formatValue } from "../analysis/format.ts";
import { medianInterval } from "../analysis/order-statistics.ts";
import { rateInterval } from "../analysis/rates.ts";
import { shownNumber, shownRate } from "../analysis/shown.ts";
import type { Unit } from "../contract.ts";
import { rules } from "../rules/rules.ts";
import type { Evidence } from "./contract.ts";

/** A value to decide with, or why there is none. */
export type Known<T> = { readonly value: T; readonly evidence: Evidence } | Missing;

export interface Missing {
  readonly missing: string;
}

/** A figure's median. @param subject need not have been measured */
export function numberOf(analysis: Analysis, figure: string, subject: string): Known<number> {
  const summary = soundSummary(analysis, figure, subject);
  if (summary.kind === "number")
    return {
      value: summary.median,
      evidence: { figure, subject, shown: shownNumber(summary, unitOf(analysis, figure)) },
    };
  return missingOf(analysis, figure, subject, summary.kind === "missing" ? summary.reason : "no number");
}

/** The value of a `yes-no` or `text` figure that is the same in every round. */
export function factOf(analysis: Analysis, figure: string, subject: string): Known<boolean | string> {
  const summary = soundSummary(analysis, figure, subject);
  if (summary.kind !== "fact")
    return missingOf(analysis, figure, subject, summary.kind === "missing" ? summary.reason : "no fact");
  if (!summary.agree) return missingOf(analysis, figure, subject, "the rounds disagree");
  return { value: summary.value, evidence: { figure, subject, shown: formatValue(summary.value, "yes-no") } };
}

/** A number or a rate in percent, with the interval in which the true value lies. */
export interface Located {
  readonly value: number;
  readonly interval: Interval;
  readonly evidence: Evidence;
}

/**
 * Where a figure's true value lies. Counted figures that never change are known exactly.
 * @param level wanted coverage
 * @returns why it is not known if there are too few rounds or trials for the level, or if the values lie in two groups
 */
export function located(analysis: Analysis, figure: string, subject: string, level: number): Located | Missing {
  const summary = soundSummary(analysis, figure, subject);
  if (summary.kind === "number") return locatedNumber(analysis, [figure, subject], summary, level);
  if (summary.kind === "rate") return locatedRate(analysis, [figure, subject], summary, level);
  return missingOf(analysis, figure, subject, summary.kind === "missing" ? summary.reason : "no number");
}

function locatedNumber(
  analysis: Analysis,
  [figure, subject]: readonly [string, string],
  summary: NumberSummary,
  level: number,
): Located | Missing {
  const { exact, median, values } = summary;
  const unit = unitOf(analysis, figure);
  const interval = exact ? { low: median, high: median, coverage: 1 } : medianInterval(values, level);
  const evidence = { figure, subject, shown: shownNumber(summary, unit) };
  if (interval.coverage >= level - 1e-12) return { value: median, interval, evidence };
  const reason = `${evidence.shown}; ${values.length === 1 ? "one round is" : `${values.length} rounds are`} too few: the smallest to the largest covers the median in ${formatCoverage(interval.coverage)}, ${formatCoverage(level)} are needed`;
  return missingOf(analysis, figure, subject, reason);
}

function locatedRate(
  analysis: Analysis,
  [figure, subject]: readonly [string, string],
  summary: RateSummary,
  level: number,
): Located | Missing {
  const { hits, of, rate } = summary;
  const shown = shownRate(summary);
  const fewest = rules.statistics.trials.value;
  if (of < fewest) return missingOf(analysis, figure, subject, `${shown}; a rate is judged from ${fewest} trials on`);
  const { low, high, coverage } = rateInterval({ hits, of }, level);
  return {
    value: 100 * rate,
    interval: { low: 100 * low, high: 100 * high, coverage },
    evidence: { figure, subject, shown },
  };
}

/** A figure's title; its key if the run has no such figure. */
export function titleOf(analysis: Analysis, key: string): string {
  return analysis.figures.find((figure) => figure.key === key)?.figure.title ?? key;
}

export function unitOf(analysis: Analysis, key: string): Unit {
  return analysis.figures.find((figure) => figure.key === key)?.figure.unit ?? "ratio";
}

/** The summary, unless the figure is withdrawn: then it decides nothing. */
export function soundSummary(analysis: Analysis, key: string, subject: string): Summary {
  const withdrawn = analysis.figures.find((figure) => figure.key === key)?.figure.withdrawn;
  return withdrawn === undefined
    ? analysis.summary(key, subject)
    : { kind: "missing", reason: `withdrawn: ${withdrawn}` };
}

export function missingOf(analysis: Analysis, figure: string, subject: string, reason: string): Missing {
  // A reason that applies to the whole subject is not repeated for each figure.
  const what = analysis.subjects.includes(subject) ? `${figure} of ${subject}` : subject;
  return { missing: `${what} (${reason})` };
}
