import { largerNoise } from "../../analysis/analyse.ts";
import type { Analysis, FigureInRun, NumberSummary, Summary } from "../../analysis/contract.ts";
import { formatShare, formatValue } from "../../analysis/format.ts";

import { shownSummary } from "../figures.ts";
import type { Bound, Budget, BudgetReport, BudgetResult } from "./contract.ts";

type Judgement = Pick<BudgetResult, "outcome" | "reason">;

/**
 * Checks a run against budgets. Noise is no failure: a budget fails only if the whole interval is beyond its bound.
 * @param earlier runs that budgets name in `against`, by folder
 */
export function checkBudgets(
  budgets: readonly Budget[],
  analysis: Analysis,
  earlier: ReadonlyMap<string, Analysis>,
): BudgetReport {
  const results = budgets.flatMap((budget) =>
    (budget.subject === "*" ? analysis.subjects : [budget.subject]).map((subject) => ({
      ...{ figure: budget.figure, subject, line: budget.line },
      ...judge(budget, subject, analysis, earlier),
    })),
  );
  return {
    schemaVersion: 1,
    passed: results.every(({ outcome }) => outcome === "kept" || outcome === "warned"),
    results,
  };
}

function judge(
  { figure: key, bound }: Budget,
  subject: string,
  analysis: Analysis,
  earlier: ReadonlyMap<string, Analysis>,
): Judgement {
  const figure = analysis.figures.find((candidate) => candidate.key === key);
  const summary = analysis.summary(key, subject);
  if (figure === undefined) return { outcome: "unknown", reason: "not part of this run" };
  if (summary.kind === "missing") return { outcome: "unknown", reason: `no value: ${summary.reason}` };
  if (bound.kind === "is") return judgeFact(summary, bound.value, figure);
  if (summary.kind !== "number") return { outcome: "unknown", reason: "not a number" };
  if (bound.kind !== "regressAtMost") return judgeBound(summary, bound, figure);
  const before = earlier.get(bound.against);
  if (before === undefined) return { outcome: "unknown", reason: `the run ${bound.against} was not read` };
  return judgeRegression(summary, bound, figure, subject, analysis, before);
}

function judgeFact(summary: Summary, wanted: boolean | string, { figure }: FigureInRun): Judgement {
  if (summary.kind !== "fact") return { outcome: "unknown", reason: "not a fact" };
  const reason = `${shownSummary(summary, figure.unit)}; must be ${formatValue(wanted, figure.unit)}`;
  if (summary.value === wanted) return { outcome: summary.agree ? "kept" : "warned", reason };
  return { outcome: summary.agree ? "failed" : "warned", reason };
}

function judgeBound(
  summary: NumberSummary,
  { kind, value }: Bound & { kind: "atMost" | "atLeast" },
  { figure }: FigureInRun,
): Judgement {
  const words = kind === "atMost" ? "at most" : "at least";
  const reason = `${shownSummary(summary, figure.unit)}; ${words} ${formatValue(value, figure.unit)}`;
  return { outcome: outcomeOf(summary, kind, value), reason };
}

function outcomeOf(
  { median, low, high }: NumberSummary,
  kind: "atMost" | "atLeast",
  value: number,
): BudgetResult["outcome"] {
  const [nearest, middle] = kind === "atMost" ? [low - value, median - value] : [value - high, value - median];
  if (nearest > 0) return "failed";
  return middle > 0 ? "warned" : "kept";
}

/** The bound is the earlier run's median, made worse by the allowed share or by the noise, whichever is larger. */
function judgeRegression(
  summary: NumberSummary,
  { share, against }: Bound & { kind: "regressAtMost" },
  { key, figure }: FigureInRun,
  subject: string,
  analysis: Analysis,
  before: Analysis,
): Judgement {
  const reference = before.summary(key, subject);
  if (reference.kind !== "number") {
    const why = reference.kind === "missing" ? reference.reason : "not a number";
    return { outcome: "unknown", reason: `no value in ${against}: ${why}` };
  }
  const noise = largerNoise(analysis.noise(key), before.noise(key));
  // Without a ratio, since a value is 0, the absolute difference counts.
  const fromNoise = noise?.relative === undefined ? (noise?.absolute ?? 0) : noise.relative * reference.median;
  const slack = Math.max(share * reference.median, fromNoise);
  const lower = figure.better === "lower";
  const value = lower ? reference.median + slack : reference.median - slack;
  const because =
    fromNoise > share * reference.median
      ? `the noise of ${formatValue(fromNoise, figure.unit)}, more than ${formatShare(share)}`
      : formatShare(share);
  const reason = `${shownSummary(summary, figure.unit)}; ${formatValue(reference.median, figure.unit)} in ${against}, ${because} worse is allowed: ${lower ? "at most" : "at least"} ${formatValue(value, figure.unit)}`;
  return { outcome: outcomeOf(summary, lower ? "atMost" : "atLeast", value), reason };
}
