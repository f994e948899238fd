import { compareSummaries } from "../analysis/compare.ts";
import type { Analysis, Comparison } from "../analysis/contract.ts";
import { formatShare, formatValue } from "../analysis/format.ts";
import type { Unit } from "../contract.ts";
import type { Evidence } from "./contract.ts";
import { cannotTell, type Brief, type Finding } from "./finding.ts";

/** Median of a number, or a fact that all rounds agree on; or why there is neither. */
export type Known<T> = { readonly value: T; readonly evidence: Evidence } | Missing;

interface Missing {
  readonly missing: string;
  readonly brief: Brief;
}

/** A figure's median. @param subject need not have been measured */
export function numberOf(analysis: Analysis, figure: string, subject: string): Known<number> {
  const summary = analysis.summary(figure, subject);
  if (summary.kind !== "number")
    return missingOf(analysis, figure, subject, summary.kind === "missing" ? summary.reason : "no number");
  const shown = formatValue(summary.median, unitOf(analysis, figure));
  return { value: summary.median, evidence: { figure, subject, shown } };
}

/** The value of a `yes-no` or `text` figure that is the same in every round. */
export function factOf(analysis: Analysis, figure: string, subject: string): Known<boolean | string> {
  const summary = analysis.summary(figure, subject);
  if (summary.kind !== "fact")
    return missingOf(analysis, figure, subject, summary.kind === "missing" ? summary.reason : "no fact");
  if (!summary.agree) return missingOf(analysis, figure, subject, "the rounds disagree");
  return { value: summary.value, evidence: { figure, subject, shown: formatValue(summary.value, "yes-no") } };
}

/** Holds if the subject's figure has the expected value. */
export function isSo(analysis: Analysis, figure: string, subject: string, expected: boolean): Finding {
  const fact = factOf(analysis, figure, subject);
  if ("missing" in fact) return cannotTell(fact.missing, fact.brief);
  const says = `${subject}: ${titleOf(analysis, figure)}: ${fact.evidence.shown}`;
  return { holds: fact.value === expected ? "yes" : "no", says, evidence: [fact.evidence] };
}

/** Fewer values must agree, as facts must: the median of two that differ is a value that no round had. */
const enoughForMedian = 4;

/** Holds if the median satisfies the condition; unknown if there are few rounds and they disagree. */
export function numberIs(
  analysis: Analysis,
  figure: string,
  subject: string,
  satisfies: (median: number) => boolean,
): Finding {
  const number = numberOf(analysis, figure, subject);
  if ("missing" in number) return cannotTell(number.missing, number.brief);
  const disagreeing = disagreementOn(analysis, figure, subject, satisfies);
  if (disagreeing !== undefined) return cannotTell(disagreeing.missing, disagreeing.brief);
  const says = `${subject}: ${titleOf(analysis, figure)}: ${number.evidence.shown}`;
  return { holds: satisfies(number.value) ? "yes" : "no", says, evidence: [number.evidence] };
}

function disagreementOn(
  analysis: Analysis,
  figure: string,
  subject: string,
  satisfies: (value: number) => boolean,
): Missing | undefined {
  const summary = analysis.summary(figure, subject);
  if (summary.kind !== "number" || summary.values.length >= enoughForMedian) return undefined;
  if (summary.values.every((value) => satisfies(value) === satisfies(summary.median))) return undefined;
  const shown = summary.values.map((value) => formatValue(value, unitOf(analysis, figure)));
  return missingOf(analysis, figure, subject, `the rounds disagree: ${shown.join(" and ")}`);
}

export type Relation = "lower" | "higher" | "same" | "not higher" | "not lower";

/** Holds if the first subject's figure has this relation to the other's, by the rules of the analysis. */
export function compared(
  analysis: Analysis,
  figure: string,
  subject: string,
  relation: Relation,
  other: string,
): Finding {
  return ofComparison(analysis, [figure, subject], relation, [figure, other], analysis.compare(figure, subject, other));
}

/** Holds if one figure of a subject has this relation to another figure of it; the noise is that of the second figure. */
export function comparedFigures(
  analysis: Analysis,
  subject: string,
  figure: string,
  relation: Relation,
  other: string,
): Finding {
  const [a, b] = [analysis.summary(figure, subject), analysis.summary(other, subject)];
  const comparison = compareSummaries(a, b, unitOf(analysis, figure), analysis.noise(other));
  return ofComparison(analysis, [figure, subject], relation, [other, subject], comparison);
}

const verdicts: Readonly<Record<Relation, readonly Comparison["verdict"][]>> = {
  lower: ["lower"],
  higher: ["higher"],
  same: ["same"],
  "not higher": ["lower", "same"],
  "not lower": ["higher", "same"],
};

type Side = readonly [figure: string, subject: string];

function ofComparison(
  analysis: Analysis,
  left: Side,
  relation: Relation,
  right: Side,
  { verdict, ratio, reason }: Comparison,
): Finding {
  const a = numberOf(analysis, ...left);
  const b = numberOf(analysis, ...right);
  if ("missing" in a) return cannotTell(a.missing, a.brief);
  if ("missing" in b) return cannotTell(b.missing, b.brief);
  const [subject, first, second] = wordsOf(analysis, left, right);
  if (verdict === "unknown") return cannotTell(`${subject}: ${first} and ${second}: ${reason}`);
  const colon = left[1] === right[1] ? ":" : "";
  const by = changeIn(verdict, ratio, a.value === b.value);
  return {
    holds: verdicts[relation].includes(verdict) ? "yes" : "no",
    says: `${subject}: ${first}${colon} ${a.evidence.shown} against ${second}${colon} ${b.evidence.shown}, ${by}`,
    evidence: [a.evidence, b.evidence],
  };
}

function changeIn(verdict: Comparison["verdict"], ratio: number | undefined, equal: boolean): string {
  if (verdict === "same") return equal ? "the same" : "no significant difference";
  return ratio === undefined ? verdict : `${formatShare(Math.abs(ratio - 1))} ${verdict}`;
}

/** What is compared, and the names of the two sides: two subjects of one figure, or two figures of one subject. */
function wordsOf(
  analysis: Analysis,
  left: Side,
  right: Side,
): readonly [subject: string, first: string, second: string] {
  const titles = [titleOf(analysis, left[0]), titleOf(analysis, right[0])] as const;
  return left[1] === right[1] ? [left[1], ...titles] : [titles[0], left[1], right[1]];
}

/** A statement about numbers of any figures and subjects; unknown if one of them is missing. */
export function calculated(
  analysis: Analysis,
  wanted: readonly (readonly [figure: string, subject: string])[],
  judge: (...values: number[]) => { readonly holds: boolean; readonly says: string },
): Finding {
  const all = wanted.map(([figure, subject]) => numberOf(analysis, figure, subject));
  const missing = all.filter((one) => "missing" in one);
  if (missing.length > 0)
    return cannotTell([...new Set(missing.map((one) => one.missing))].join("; "), missing[0]?.brief);
  const known = all.filter((one) => "value" in one);
  const { holds, says } = judge(...known.map(({ value }) => value));
  return { holds: holds ? "yes" : "no", says, evidence: known.map(({ evidence }) => evidence) };
}

/** A figure's title; its key if the run has no such figure. */
export function titleOf(analysis: Analysis, key: string): string {
  return analysis.figures.find((figure) => figure.key === key)?.figure.title ?? key;
}

function unitOf(analysis: Analysis, key: string): Unit {
  return analysis.figures.find((figure) => figure.key === key)?.figure.unit ?? "ratio";
}

function missingOf(analysis: Analysis, figure: string, subject: string, reason: string): Missing {
  // A reason that applies to the whole subject is not repeated for each figure.
  const what = analysis.subjects.includes(subject) ? `${figure} of ${subject}` : subject;
  return { missing: `${what} (${reason})`, brief: { subject, value: `${figure}: ${reason}` } };
}
