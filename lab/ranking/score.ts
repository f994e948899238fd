import type { Analysis } from "../analysis/contract.ts";
import type { Scale } from "../rules/contract.ts";
import { rules } from "../rules/rules.ts";
import type { Criterion, Part, Score, Scores } from "./contract.ts";

/** Scores of every measured subject in every criterion. */
export function scoresOf(analysis: Analysis, criteria: readonly Criterion[]): Scores {
  const ofSubject = (subject: string): Readonly<Record<string, Score>> =>
    Object.fromEntries(criteria.map((criterion) => [criterion.name, scoreOf(analysis, criterion, subject)]));
  return Object.fromEntries(analysis.subjects.map((subject) => [subject, ofSubject(subject)]));
}

/** The mean of the parts' scores; if one is missing, the criterion has no score. */
function scoreOf(analysis: Analysis, criterion: Criterion, subject: string): Score {
  const parts = criterion.parts.map((part) => scoreOfPart(analysis, part, subject));
  const reasons = parts.filter((part) => "reason" in part).map(({ reason }) => reason);
  if (reasons.length > 0) return { reason: reasons.join("; ") };
  const scores = parts.filter((part) => "score" in part).map(({ score }) => score);
  return { score: scores.reduce((total, score) => total + score, 0) / scores.length };
}

function scoreOfPart(analysis: Analysis, part: Part, subject: string): Score {
  if (part.how === "yes" || part.how === "no") return scoreOfFact(analysis, part.figure, subject, part.how === "yes");
  if (part.how === "scale" && part.onlyIf !== undefined) {
    const condition = scoreOfFact(analysis, part.onlyIf, subject, true);
    if ("reason" in condition || condition.score === 0) return condition;
  }
  if (part.how === "scale" && part.or !== undefined)
    return better(
      scoreOfPart(analysis, { figure: part.figure, how: "scale" }, subject),
      scoreOfPart(analysis, { figure: part.or, how: "scale" }, subject),
    );
  const value = numberOf(analysis, part.figure, subject);
  return typeof value === "string" ? { reason: value } : scoreOfNumber(analysis, part, subject, value);
}

function better(a: Score, b: Score): Score {
  if ("reason" in a) return "reason" in b ? { reason: `${a.reason}; ${b.reason}` } : b;
  return "reason" in b || a.score >= b.score ? a : b;
}

type NumberPart = Exclude<Part, { readonly how: "yes" | "no" }>;

function scoreOfNumber(analysis: Analysis, part: NumberPart, subject: string, value: number): Score {
  switch (part.how) {
    case "percent":
      return { score: clamped(value / 100) };
    case "percent-lost":
      return { score: clamped(1 - value / 100) };
    case "lost-of": {
      const whole = numberOf(analysis, part.whole, subject);
      if (typeof whole === "string") return { reason: whole };
      return whole > 0 ? { score: clamped(1 - value / whole) } : { reason: `${part.whole} is 0` };
    }
    case "scale": {
      const scale = rules.ranking.scales[part.figure];
      return scale === undefined ? { reason: `${part.figure} has no scale` } : { score: scoreOnScale(value, scale) };
    }
  }
}

/** From 0 at `worst` to 1 at `best`. */
export function scoreOnScale(value: number, { best, worst, steps }: Scale): number {
  if (steps === "linear") return clamped((worst - value) / (worst - best));
  return value <= 0 ? 1 : clamped(Math.log(worst / value) / Math.log(worst / best));
}

function scoreOfFact(analysis: Analysis, figure: string, subject: string, good: boolean): Score {
  const summary = analysis.summary(figure, subject);
  if (summary.kind === "missing") return { reason: `${figure}: ${summary.reason}` };
  if (summary.kind !== "fact") return { reason: `${figure} is not a yes or no` };
  if (!summary.agree) return { reason: `${figure}: the rounds disagree` };
  return { score: summary.value === good ? 1 : 0 };
}

/** @returns the median, or the reason why there is none */
function numberOf(analysis: Analysis, figure: string, subject: string): number | string {
  const summary = analysis.summary(figure, subject);
  if (summary.kind === "number") return summary.median;
  return summary.kind === "missing" ? `${figure}: ${summary.reason}` : `${figure} is not a number`;
}

function clamped(score: number): number {
  return Math.min(1, Math.max(0, score));
}
