import type { Analysis } from "../analysis/contract.ts";
import { shownRate } from "../analysis/shown.ts";
import { claims } from "./claims.ts";
import type { Outcome, Part } from "./contract.ts";
import { conclude, decide, verdictOf } from "./finding.ts";
import type { RowPlan } from "./matrix-row.ts";
import { matrixColumns, matrixRows } from "./matrix-rows.ts";
import { columnsIn } from "./subjects.ts";
import { factOf, numberOf } from "./values.ts";

/** The matrix at the end of the first document, with what was measured beside each word. */
export interface Matrix {
  /** One per column. */
  readonly subjects: readonly string[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixRow {
  readonly aspect: string;
  /** Keys of the figures that are shown. */
  readonly figures: readonly string[];
  /** Ids of the claims about the same. */
  readonly claims: readonly string[];
  /** One per subject of the matrix. */
  readonly cells: readonly MatrixCell[];
}

export interface MatrixCell {
  /** The word of the original. */
  readonly said: string;
  /** Whether the numbers agree, and the numbers with their units; or why there are none. */
  readonly found: string;
  readonly agrees: Outcome;
  /** Why `agrees` came out so. */
  readonly because: string;
}

const words: Readonly<Record<Outcome, string>> = {
  holds: "agrees",
  fails: "disagrees",
  mixed: "agrees in part",
  unknown: "not known",
};

/** Computes all thirteen rows. Cells are judged by the parts of claims, so that they say the same as these. */
export function matrix(analysis: Analysis): Matrix {
  const partsOf = (id: string) => {
    const claim = claims.find((one) => one.id === id);
    if (claim === undefined) throw new Error(`there is no claim ${id}`);
    return decide(claim, analysis).parts;
  };
  return { subjects: matrixColumns, rows: matrixRows.map((plan) => rowOf(analysis, plan, partsOf)) };
}

function rowOf(analysis: Analysis, plan: RowPlan, partsOf: (claim: string) => readonly Part[]): MatrixRow {
  const cells = matrixColumns.map((subject, index): MatrixCell => {
    const { said = "", claims: ids = [], also } = plan.columns[index] ?? {};
    const parts = ids.flatMap(partsOf).filter((part) => columnsIn(part.subject ?? part.title).includes(subject));
    const more = also === undefined ? [] : verdictOf(also(analysis)).parts;
    const { outcome, because } = conclude([...parts, ...more]);
    return { said, found: `${words[outcome]}: ${shownOf(analysis, plan, subject)}`, agrees: outcome, because };
  });
  const ids = [...new Set(plan.columns.flatMap((column) => column.claims))];
  return { aspect: plan.aspect, figures: plan.shown.map(({ figure }) => figure), claims: ids, cells };
}

function shownOf(analysis: Analysis, plan: RowPlan, subject: string): string {
  const shown = plan.shown.map(({ label, figure }) => ({ label, text: textOf(analysis, figure, subject) }));
  const reasons = [...new Set(shown.filter(({ text }) => text.missing).map(({ text }) => text.text))];
  if (reasons.length > 0 && shown.every(({ text }) => text.missing)) return reasons.join("; ");
  return shown.map(({ label, text }) => `${label} ${text.text}`).join(", ");
}

function textOf(
  analysis: Analysis,
  figure: string,
  subject: string,
): { readonly text: string; readonly missing: boolean } {
  const summary = analysis.summary(figure, subject);
  if (summary.kind === "missing") return { text: summary.reason, missing: true };
  if (summary.kind === "rate") return { text: shownRate(summary), missing: false };
  const known = (summary.kind === "number" ? numberOf : factOf)(analysis, figure, subject);
  return "missing" in known ? { text: known.missing, missing: true } : { text: known.evidence.shown, missing: false };
}
