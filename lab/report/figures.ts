import type { Analysis, FigureInRun, NumberSummary, Summary } from "../analysis/contract.ts";
import { formatCoverage, formatValue } from "../analysis/format.ts";
import { shownNumber, shownRate } from "../analysis/shown.ts";
import { usualLevel } from "../analysis/summarise.ts";
import type { Unit } from "../contract.ts";
import { takesPart } from "../results/record.ts";

/** A figure with its summary for every subject, in the run's order. */
export interface FigureRows extends FigureInRun {
  /** Id of its element in the page. */
  readonly anchor: string;
  readonly rows: readonly FigureRow[];
}

export interface FigureRow {
  readonly subject: string;
  readonly summary: Summary;
}

/** Every figure of the run with its rows, in the order of the experiments; those of variants only where they take part. */
export function figureRows(analysis: Analysis): FigureRows[] {
  return analysis.figures.map((figure) => {
    const subjects = [...analysis.subjects, ...variantsIn(analysis, figure.experiment)];
    const rows = subjects.map((subject) => ({ subject, summary: analysis.summary(figure.key, subject) }));
    return { ...figure, anchor: figureAnchor(figure.key), rows };
  });
}

function variantsIn({ run, variants }: Analysis, experiment: string): readonly string[] {
  return variants.filter((name) => isMeasured(run, name, experiment));
}

/** Whether the run has a subject measured by an experiment, as far as its record says. */
export function isMeasured({ subjects }: Analysis["run"], subject: string, experiment: string): boolean {
  return takesPart(subjects.find(({ name }) => name === subject) ?? {}, experiment);
}

/** Whether any subject has a number, so that the figure gets a plot. */
export function hasNumbers({ rows }: FigureRows): boolean {
  return rows.some(({ summary }) => summary.kind === "number");
}

export function figureAnchor(key: string): string {
  return `figure-${key.replaceAll(/[^A-Za-z0-9]/g, "-")}`;
}

export function methodAnchor(experiment: string): string {
  return `method-${experiment}`;
}

/** The median, the hits, or the fact; `none` without a value. */
export function shownValue(summary: Summary, unit: Unit): string {
  if (summary.kind === "missing") return "none";
  if (summary.kind === "rate") return formatValue({ hits: summary.hits, of: summary.of }, unit);
  return formatValue(summary.kind === "number" ? summary.median : summary.value, unit);
}

/**
 * Such as `24 MB [23.1 .. 25 MB] n=7`, or `24 MB [23.1 .. 25 MB, 50 %] n=2` if the interval covers less than usual. Two groups of values have both
 * medians, a rate has its trials, and a fact has `(rounds disagree)` if they do.
 */
export function shownSummary(summary: Summary, unit: Unit): string {
  if (summary.kind === "missing") return `none: ${summary.reason}`;
  if (summary.kind === "fact") return `${formatValue(summary.value, unit)}${summary.agree ? "" : " (rounds disagree)"}`;
  if (summary.kind === "rate") return shownRate(summary);
  return `${shownNumber(summary, unit)} [${shownInterval(summary, unit)}] n=${summary.values.length}`;
}

/** Such as `23.1 .. 25 MB`; with its chance to contain the true median if that is below the usual level: `23.1 .. 25 MB, 50 %`. */
export function shownInterval({ low, high, coverage, exact }: NumberSummary, unit: Unit): string {
  const chance = exact || coverage >= usualLevel ? "" : `, ${formatCoverage(coverage)}`;
  return `${shownRange(low, high, unit)}${chance}`;
}

/** Such as `23.1 .. 25 MB`: the suffix once if both ends have the same. */
export function shownRange(low: number, high: number, unit: Unit): string {
  const [from, to] = [formatValue(low, unit), formatValue(high, unit)];
  const [, digits, suffix] = /^([-\d.,]+)( ?\D*)$/.exec(from) ?? [];
  return digits !== undefined &&
    suffix !== undefined &&
    to.endsWith(suffix) &&
    /^[-\d.,]+$/.test(to.slice(0, to.length - suffix.length))
    ? `${digits} .. ${to}`
    : `${from} .. ${to}`;
}
