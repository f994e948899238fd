import type { Comparison, Noise, Summary } from "../analysis/contract.ts";
import type { Evidence, KnownFact, Outcome, Part } from "../claims/contract.ts";
import type { FalseAlarms } from "../claims/false-alarms.ts";
import type { Exhibit, Figure } from "../contract.ts";
import type { RunRecord } from "../results/record.ts";
import { figureRows } from "./figures.ts";
import type { MatrixView, ReportModel } from "./model.ts";
import { noiseRows } from "./noise-rows.ts";
import type { Provenance } from "./provenance.ts";
import type { RankingView } from "./ranking-view.ts";
import type { Failure } from "./run-facts.ts";

/** Raised when a field changes its meaning or is removed, not when one is added. */
const schemaVersion = 2;

/** Content of results.json: everything that the page shows. Missing values have a `reason`. */
export interface JsonReport {
  readonly schemaVersion: number;
  readonly run: RunRecord;
  readonly figures: readonly {
    readonly key: string;
    readonly experiment: string;
    readonly figure: Figure;
    /** Summary by subject. */
    readonly summaries: Readonly<Record<string, Summary>>;
    /** Comparison with the run's first subject, by subject. */
    readonly comparisons: Readonly<Record<string, Comparison>>;
    /** The A/A comparison; left out without a twin. */
    readonly noise?: Noise;
  }[];
  readonly verdicts: readonly {
    readonly id: string;
    readonly source: string;
    readonly claim: string;
    readonly outcome: Outcome;
    readonly parts: readonly Part[];
    readonly because: string;
    readonly figures: readonly string[];
    /** What the claim says that is true by construction. */
    readonly facts: readonly KnownFact[];
    readonly evidence: readonly Evidence[];
  }[];
  /** What experiments show beside their figures. */
  readonly exhibits: readonly (Exhibit & { readonly experiment: string })[];
  readonly falseAlarms: FalseAlarms;
  readonly matrix: MatrixView;
  readonly ranking: RankingView;
  readonly failures: readonly Failure[];
  /** Who measured and who judges, with earlier judgements of the run. */
  readonly provenance: Provenance;
}

export function jsonReport(model: ReportModel): JsonReport {
  const { analysis, experiments, claims, falseAlarms, matrix, ranking, failures, provenance } = model;
  const [reference, ...others] = analysis.subjects;
  const noise = new Map(noiseRows(analysis).map((row) => [row.key, row.noise]));
  const figures = figureRows(analysis).map(({ key, experiment, figure, rows }) => {
    const ofFigure = noise.get(key);
    return {
      ...{ key, experiment, figure },
      summaries: Object.fromEntries(rows.map(({ subject, summary }) => [subject, summary])),
      comparisons:
        reference === undefined
          ? {}
          : Object.fromEntries(others.map((subject) => [subject, analysis.compare([key, subject], [key, reference])])),
      ...(ofFigure === undefined ? {} : { noise: ofFigure }),
    };
  });
  const verdicts = claims.map(({ claim, verdict }) => ({
    ...{ id: claim.id, source: claim.source, claim: claim.claim, figures: claim.figures },
    facts: claim.facts ?? [],
    ...verdict,
  }));
  const exhibits = experiments.flatMap(({ name, exhibits }) => exhibits.map((one) => ({ experiment: name, ...one })));
  return {
    ...{ schemaVersion, run: analysis.run, figures, verdicts, exhibits, falseAlarms },
    ...{ matrix, ranking, failures, provenance },
  };
}
