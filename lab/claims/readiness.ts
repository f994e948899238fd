import type { Analysis } from "../analysis/contract.ts";
import type { ReadinessItem } from "../rules/contract.ts";
import { rules } from "../rules/rules.ts";
import type { Judgement, Statement } from "./contract.ts";
import { isSo, numberIs } from "./deciding.ts";
import { everyOne, unknown } from "./finding.ts";

/** Figures that decide the checklist of rules.yaml. */
export const readinessFigures: readonly string[] = rules.readiness.items.flatMap(({ figures }) => figures);

/** A statement about how many items of the checklist a subject fails. */
export function readinessOf(
  analysis: Analysis,
  subject: string,
  title: string,
  holds: (failed: number) => boolean,
): Statement {
  return { title, comparisons: [], judge: (level) => judgedBy(analysis, subject, holds, level) };
}

/** A subject fails more items than another one. */
export function worse(analysis: Analysis, subject: string, other: string): Statement {
  const judge = (level: number): Judgement => {
    const reference = failedOf(analysis, other, level);
    if (reference === undefined) return unknown(`the number of items that ${other} fails`);
    const judgement = judgedBy(analysis, subject, (failed) => failed > reference, level);
    const same = judgement.outcome === "fails" && failedOf(analysis, subject, level) === reference;
    return same ? { ...judgement, outcome: "equivalent" } : judgement;
  };
  return { title: `${subject} fails more items than ${other}`, comparisons: [], judge };
}

function judgedBy(analysis: Analysis, subject: string, holds: (failed: number) => boolean, level: number): Judgement {
  const results = resultsOf(analysis, subject, level);
  const missing = results.filter(({ judgement }) => judgement.outcome === "unknown");
  if (missing.length > 0) return unknown(missing.map(({ judgement }) => judgement.says).join("; "));
  const failing = results.filter(({ judgement }) => judgement.outcome !== "holds").map(({ item }) => item);
  return {
    outcome: holds(failing.length) ? "holds" : "fails",
    says: `passes ${results.length - failing.length} of ${results.length} items${failing.length === 0 ? "" : `, and not "${failing.join('", "')}"`}`,
    evidence: results.flatMap(({ judgement }) => judgement.evidence),
  };
}

/** Undefined if an item cannot be decided. */
function failedOf(analysis: Analysis, subject: string, level: number): number | undefined {
  const outcomes = resultsOf(analysis, subject, level).map(({ judgement }) => judgement.outcome);
  return outcomes.includes("unknown") ? undefined : outcomes.filter((outcome) => outcome !== "holds").length;
}

function resultsOf(analysis: Analysis, subject: string, level: number) {
  return rules.readiness.items.map((item) => ({
    item: item.item,
    judgement: passes(analysis, subject, item).judge(level),
  }));
}

function passes(analysis: Analysis, subject: string, { item, figures, is, atMost = 0 }: ReadinessItem): Statement {
  const each = figures.map((figure) =>
    is === undefined ? numberIs(analysis, figure, subject, { atMost }) : isSo(analysis, figure, subject, is),
  );
  return everyOne(item, each);
}
