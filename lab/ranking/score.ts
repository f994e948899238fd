import type { Analysis } from "../analysis/contract.ts";
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
  if (part.how === "low" && part.onlyIf !== undefined) {
    const condition = scoreOfFact(analysis, part.onlyIf, subject, true);
    if ("reason" in condition || condition.score === 0) return condition;
  }
  const value = numberOf(analysis, part.figure, subject);
  return typeof value === "string" ? { reason: value } : scoreOfNumber(analysis, part, subject, value);
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
    case "low":
      return { score: scoreOfLow(analysis, part.figure, value, part.slack ?? 0) };
  }
}

function scoreOfLow(analysis: Analysis, figure: string, value: number, slack: number): number {
  const all = analysis.subjects.map((subject) => numberOf(analysis, figure, subject));
  const best = Math.min(value, ...all.filter((other) => typeof other === "number"));
  return value + slack === 0 ? 1 : clamped((best + slack) / (value + slack));
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
