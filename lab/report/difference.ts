import { largerNoise } from "../analysis/analyse.ts";
import { compareSummaries } from "../analysis/compare.ts";
import type { Analysis, Comparison, FigureInRun, Summary } from "../analysis/contract.ts";
import { marginOf } from "../analysis/margins.ts";
import { usualLevel } from "../analysis/summarise.ts";
import type { Claim, Outcome } from "../claims/contract.ts";
import { decide } from "../claims/finding.ts";
import { sameHost } from "../results/record.ts";
import { rules } from "../rules/rules.ts";

/** The difference between two runs; comparisons are stated about `after`. */
export interface RunDifference {
  readonly before: string;
  readonly after: string;
  /** Why the two runs are hard to compare, as sentences: another host, other subjects. */
  readonly cautions: readonly string[];
  /** Figures that changed, in the order of the figures. */
  readonly changes: readonly Change[];
  /** Comparisons that stay open. */
  readonly open: readonly Change[];
  /** Number of comparisons whose difference is within the margin. */
  readonly equivalent: number;
  /** Of these, the number of figures that were the same in every round of both runs: constants cannot show a false alarm. */
  readonly constant: number;
  readonly verdicts: {
    readonly changed: readonly VerdictChange[];
    /** Number of claims with the same verdict. */
    readonly same: number;
  };
}

/** A claim with different verdicts in the two runs. */
export interface VerdictChange {
  /** The claim's id. */
  readonly id: string;
  readonly claim: string;
  readonly before: Outcome;
  readonly after: Outcome;
}

export interface Change {
  readonly key: string;
  readonly figure: FigureInRun["figure"];
  readonly subject: string;
  readonly before: Summary;
  readonly after: Summary;
  /** Stated about `after`. */
  readonly comparison: Comparison;
  /** Whether the change is an improvement; undefined if neither direction is better or the comparison is open. */
  readonly better: boolean | undefined;
}

/**
 * Compares two runs by the same rules as approaches, with the larger noise of the two.
 * @param claims decided for both runs
 */
export function difference(before: Analysis, after: Analysis, claims: readonly Claim[]): RunDifference {
  const subjects = after.subjects.filter((subject) => before.subjects.includes(subject));
  const figures = after.figures.filter(({ key }) => before.figures.some((figure) => figure.key === key));
  const all = figures.flatMap((figure) => subjects.map((subject) => changeOf(figure, subject, before, after)));
  const equivalent = all.filter(({ comparison }) => comparison.verdict === "equivalent");
  return {
    before: before.run.id,
    after: after.run.id,
    cautions: cautionsOf(before, after),
    changes: all.filter(({ comparison: { verdict } }) => verdict !== "equivalent" && verdict !== "unknown"),
    open: all.filter(({ comparison }) => comparison.verdict === "unknown"),
    equivalent: equivalent.length,
    constant: equivalent.filter(isConstant).length,
    verdicts: verdictsOf(before, after, claims),
  };
}

function verdictsOf(before: Analysis, after: Analysis, claims: readonly Claim[]): RunDifference["verdicts"] {
  const changed = claims
    .map((claim) => ({
      id: claim.id,
      claim: claim.claim,
      before: decide(claim, before).outcome,
      after: decide(claim, after).outcome,
    }))
    .filter((verdict) => verdict.before !== verdict.after);
  return { changed, same: claims.length - changed.length };
}

/** Whether every round of both runs has the same value. */
function isConstant({ before, after }: Change): boolean {
  if (before.kind === "missing" || after.kind === "missing") return false;
  const values = [...before.values, ...after.values].map((value) => JSON.stringify(value));
  return new Set(values).size === 1;
}

function changeOf({ key, figure }: FigureInRun, subject: string, before: Analysis, after: Analysis): Change {
  const summaries = { before: before.summary(key, subject), after: after.summary(key, subject) };
  const noise = largerNoise(before.noise(key), after.noise(key));
  const by = { unit: figure.unit, margin: marginOf(rules, key, figure.unit), noise, level: usualLevel };
  const comparison = compareSummaries(summaries.after, summaries.before, by);
  return {
    key,
    figure,
    subject,
    ...summaries,
    comparison,
    better: betterOf(figure.better, comparison, summaries.after),
  };
}

function betterOf(
  better: FigureInRun["figure"]["better"],
  { verdict }: Comparison,
  after: Summary,
): boolean | undefined {
  if (verdict === "lower" || verdict === "higher") {
    return better === "lower" || better === "higher" ? verdict === better : undefined;
  }
  if (verdict !== "different" || after.kind !== "fact" || typeof after.value !== "boolean") return undefined;
  return better === "yes" || better === "no" ? after.value === (better === "yes") : undefined;
}

function cautionsOf(before: Analysis, after: Analysis): string[] {
  const cautions: string[] = [];
  if (!sameHost(before.run.host, after.run.host))
    cautions.push("The hosts are not the same, which may cause differences.");
  if (before.run.project !== after.run.project)
    cautions.push(`The versions are not the same: ${before.run.project} before, ${after.run.project} after.`);
  const gone = before.subjects.filter((subject) => !after.subjects.includes(subject));
  const added = after.subjects.filter((subject) => !before.subjects.includes(subject));
  if (gone.length > 0) cautions.push(`Measured only before: ${gone.join(", ")}.`);
  if (added.length > 0) cautions.push(`Measured only after: ${added.join(", ")}.`);
  const only = (one: Analysis, other: Analysis) =>
    one.figures.filter(({ key }) => !other.figures.some((figure) => figure.key === key)).map(({ key }) => key);
  const lost = [...only(before, after), ...only(after, before)];
  if (lost.length > 0) cautions.push(`Figures of only one run: ${lost.join(", ")}.`);
  return cautions;
}
