import { analyse } from "../../../../lab/analysis/analyse.ts";
import type { Analysis } from "../../../../lab/analysis/contract.ts";
import type { Claim, Judgement, Outcome, PartOutcome } from "../../../../lab/claims/contract.ts";
import { judged } from "../../../../lab/claims/finding.ts";
import type { Experiment } from "../../../../lab/contract.ts";
import { experiments } from "../../../../lab/experiments.ts";
import { reportModel, type MatrixView, type ReportModel, type ReportOptions } from "../../../../lab/report/model.ts";
import type { Provenance } from "../../../../lab/report/provenance.ts";
import type { CellRecord, RunRecord } from "../../../../lab/results/record.ts";
import { syntheticRun, type SyntheticOptions } from "../support/synthetic-run.ts";

/** Experiments of these names, in the registry's order. */
export function named(...names: readonly string[]): Experiment[] {
  return experiments.filter(({ name }) => names.includes(name));
}

export function analysed(options: SyntheticOptions = {}): Analysis {
  const { run, cells } = syntheticRun(options);
  return analyse(run, cells, experiments);
}

/** The run and its cells changed before they are analysed. */
export function analysedWith(
  options: SyntheticOptions,
  change: (run: RunRecord, cells: CellRecord[]) => { run: RunRecord; cells: CellRecord[] },
): Analysis {
  const { run, cells } = syntheticRun(options);
  const changed = change(run, cells);
  return analyse(changed.run, changed.cells, experiments);
}

const partsFor: Readonly<Record<Outcome, readonly PartOutcome[]>> = {
  holds: ["holds"],
  fails: ["fails"],
  mixed: ["holds", "fails"],
  unknown: ["unknown"],
};

/** A claim of each outcome, so that nothing depends on which claims there are. */
export const claims: readonly Claim[] = (["holds", "fails", "mixed", "unknown"] as const).map(claimOf);

function judgementOf(outcome: PartOutcome): Judgement {
  const evidence = [{ figure: "memory/idle.engine", subject: "separate", shown: "42 MB" }];
  return { outcome, says: `42 MB makes it ${outcome}`, evidence };
}

function claimOf(outcome: Outcome): Claim {
  return {
    id: `999-${outcome}`,
    source: "a document for tests",
    claim: `a claim that comes out ${outcome}`,
    figures: ["memory/idle.engine"],
    facts: outcome === "mixed" ? [{ sentence: "Two is more than one.", source: "arithmetic" }] : [],
    statements: () => partsFor[outcome].map((part) => judged(`a part that ${part}`, judgementOf(part))),
  };
}

export function matrixOf({ subjects }: Analysis): MatrixView {
  const cells = subjects.map((subject) => ({ said: `word for ${subject}`, found: "42 MB" }));
  return { subjects, rows: [{ aspect: "Memory Usage", figures: ["memory/idle.engine"], cells }] };
}

/** A run that is judged by the rules that it was measured under, for the first time. */
export const provenance: Provenance = {
  commit: "0.0.0",
  rules: "in code at 0.0.0",
  judgements: [],
  links: { results: "../results/run/results.jsonl", register: "../results/register.jsonl" },
};

export function modelOf(analysis: Analysis, options: Partial<ReportOptions> = {}): ReportModel {
  return reportModel(analysis, { experiments, claims, matrix: matrixOf, provenance, ...options });
}
