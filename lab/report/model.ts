import type { Analysis } from "../analysis/contract.ts";
import type { Claim, Verdict } from "../claims/contract.ts";
import { falseAlarms, type FalseAlarms } from "../claims/false-alarms.ts";
import { decide } from "../claims/finding.ts";
import type { Exhibit, Experiment } from "../contract.ts";
import { disqualifying } from "../ranking/constraints.ts";
import type { Weights } from "../ranking/contract.ts";
import { defaultWeights } from "../ranking/weights.ts";
import { figureRows, type FigureRows } from "./figures.ts";
import type { Provenance } from "./provenance.ts";
import { rankingView, type RankingView } from "./ranking-view.ts";
import { failuresOf, type Failure } from "./run-facts.ts";

/** Everything that the reports show. */
export interface ReportModel {
  readonly analysis: Analysis;
  /** Experiments of the run, in its order. */
  readonly experiments: readonly ExperimentView[];
  readonly claims: readonly JudgedClaim[];
  /** How often equal deployments are taken for different. */
  readonly falseAlarms: FalseAlarms;
  readonly matrix: MatrixView;
  readonly ranking: RankingView;
  readonly failures: readonly Failure[];
  readonly provenance: Provenance;
}

/** An experiment with its results, without its code. */
export interface ExperimentView extends Omit<
  Experiment,
  "run" | "elsewhere" | "withinSeconds" | "figures" | "besideOthers" | "about" | "prepare" | "exhibits"
> {
  readonly figures: readonly FigureRows[];
  readonly exhibits: readonly Exhibit[];
  /** Name of the workload that it ran on. */
  readonly workload: string;
  /** Number of counted cells, as a sentence. */
  readonly cells: string;
}

export interface JudgedClaim {
  readonly claim: Claim;
  readonly verdict: Verdict;
}

export interface MatrixView {
  readonly subjects: readonly string[];
  readonly rows: readonly MatrixRowView[];
}

export interface MatrixRowView {
  readonly aspect: string;
  readonly figures: readonly string[];
  /** One per subject of the matrix. */
  readonly cells: readonly MatrixCellView[];
}

export interface MatrixCellView {
  /** The word of the original; undefined if it says nothing. */
  readonly said: string | undefined;
  /** What was measured, with units, or why nothing was. */
  readonly found: string;
}

/** What a report needs besides the analysis. */
export interface ReportOptions {
  /** All experiments; those of the run are shown. */
  readonly experiments: readonly Experiment[];
  readonly claims: readonly Claim[];
  readonly matrix: (analysis: Analysis) => MatrixView;
  readonly provenance: Provenance;
  /** @default `defaultWeights` */
  readonly weights?: Weights;
  /** Names of the constraints that hold. @default those that disqualify */
  readonly constraints?: readonly string[];
}

/** Decides claims and ranks approaches, once for all forms of the report. */
export function reportModel(analysis: Analysis, options: ReportOptions): ReportModel {
  const { experiments, claims, matrix, provenance, weights = defaultWeights, constraints = disqualifying } = options;
  return {
    analysis,
    experiments: experimentViews(analysis, experiments),
    claims: claims.map((claim) => ({ claim, verdict: decide(claim, analysis) })),
    falseAlarms: falseAlarms(analysis, claims),
    matrix: matrix(analysis),
    ranking: rankingView(analysis, weights, constraints),
    failures: failuresOf(analysis.cells),
    provenance,
  };
}

function experimentViews(analysis: Analysis, experiments: readonly Experiment[]): ExperimentView[] {
  const figures = figureRows(analysis);
  return experiments
    .filter(({ name }) => analysis.run.settings.experiments.includes(name))
    .map(({ name, title, question, method, excludes, kind, exhibits }) => ({
      ...{ name, title, question, method, excludes, kind },
      exhibits: exhibits?.(cellsOf(analysis, name, [...analysis.subjects, ...analysis.variants])) ?? [],
      workload: analysis.run.workloads?.[name] ?? "unknown",
      figures: figures.filter(({ experiment }) => experiment === name),
      cells: cellsText(analysis, name),
    }));
}

/** Counted cells of an experiment. @param shown without twins, which would show an approach twice */
function cellsOf({ cells }: Analysis, experiment: string, shown: readonly string[]) {
  return cells.filter((cell) => cell.experiment === experiment && shown.includes(cell.subject));
}

function cellsText(analysis: Analysis, experiment: string): string {
  const { subjects } = analysis;
  const own = cellsOf(analysis, experiment, subjects);
  const rounds = new Set(own.map(({ round }) => round)).size;
  return `${own.length} counted cells: ${rounds} rounds of ${subjects.length} approaches.`;
}
