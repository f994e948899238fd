import type { Experiment } from "../contract.ts";
import { lastAttempts } from "../results/attempts.ts";
import type { CellRecord, RunRecord, SubjectRecord } from "../results/record.ts";
import { compareSummaries, relativeDifference, significant } from "./compare.ts";
import type { Analysis, Comparison, FigureInRun, Noise, NumberSummary, Summary } from "./contract.ts";
import { mannWhitney } from "./statistics.ts";
import { summarise } from "./summarise.ts";

/**
 * Analyses the records of one run: counted rounds only, each figure summarised and compared by the `rules`. Pure; each answer is
 * computed on first use.
 * @param experiments all that exist; only those that the run names count
 */
export function analyse(run: RunRecord, cells: readonly CellRecord[], experiments: readonly Experiment[]): Analysis {
  const counted = lastAttempts(cells).filter(({ warmUp }) => !warmUp);
  const figures = figuresOf(run, experiments);
  const byKey = new Map(figures.map((figure) => [figure.key, figure]));
  const bySubject = grouped(counted);
  const records = new Map(run.subjects.map((record) => [record.name, record]));

  const summary = remembered((key: string, subject: string): Summary => {
    const figure = byKey.get(key);
    if (figure === undefined) return { kind: "missing", reason: "not measured in this run" };
    const record = records.get(subject);
    if (record === undefined) return { kind: "missing", reason: "not part of this run" };
    if (record.skipped !== undefined) return { kind: "missing", reason: record.skipped };
    const its = bySubject.get(`${figure.experiment} ${subject}`) ?? [];
    const inOrder = [...its].sort((a, b) => a.round - b.round);
    return summarise(figure, inOrder, run.settings.seed);
  });
  const twin = run.subjects.find(({ twinOf }) => twinOf !== undefined);
  const noise = (key: string) => noiseOf(twin, (subject) => summary(key, subject));
  const compare = (key: string, subject: string, other: string): Comparison => {
    const unit = byKey.get(key)?.figure.unit ?? "text";
    return compareSummaries(summary(key, subject), summary(key, other), unit, noise(key));
  };
  const subjects = run.subjects.filter(({ twinOf, skipped }) => twinOf === undefined && skipped === undefined);
  return {
    run,
    cells: counted,
    subjects: subjects.map(({ name }) => name),
    figures,
    summary,
    compare,
    noise,
  };
}

function figuresOf(run: RunRecord, experiments: readonly Experiment[]): FigureInRun[] {
  return experiments
    .filter(({ name }) => run.settings.experiments.includes(name))
    .flatMap(({ name, figures }) =>
      Object.entries(figures).map(([figureName, figure]) => ({
        key: `${name}/${figureName}`,
        experiment: name,
        figure,
      })),
    );
}

function grouped(cells: readonly CellRecord[]): ReadonlyMap<string, readonly CellRecord[]> {
  const groups = new Map<string, CellRecord[]>();
  for (const cell of cells) {
    const key = `${cell.experiment} ${cell.subject}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return groups;
}

function noiseOf(twin: SubjectRecord | undefined, summary: (subject: string) => Summary): Noise | undefined {
  if (twin?.twinOf === undefined) return undefined;
  const names = { subject: twin.twinOf, twin: twin.name };
  const [a, b] = [summary(names.subject), summary(names.twin)];
  if (a.kind === "number" && b.kind === "number") return { ...names, ...noiseOfNumbers(a, b) };
  if (a.kind !== "fact" || b.kind !== "fact") return undefined;
  const differs = a.agree && b.agree && a.value !== b.value;
  return { ...names, relative: differs ? 1 : 0, absolute: 0, fromZero: false, pValue: undefined, differs };
}

function noiseOfNumbers(a: NumberSummary, b: NumberSummary): Omit<Noise, "subject" | "twin"> {
  const enough = a.values.length > 1 && b.values.length > 1;
  const pValue = enough ? mannWhitney(a.values, b.values) : undefined;
  return {
    relative: relativeDifference(a.median, b.median),
    absolute: Math.abs(a.median - b.median),
    fromZero: a.median !== b.median && (a.median === 0 || b.median === 0),
    pValue,
    differs: pValue !== undefined && pValue < significant,
  };
}

/** Computes each answer once. */
function remembered<T>(compute: (a: string, b: string) => T): (a: string, b: string) => T {
  const answers = new Map<string, { readonly answer: T }>();
  return (a, b) => {
    const key = `${a}\n${b}`;
    const known = answers.get(key) ?? { answer: compute(a, b) };
    answers.set(key, known);
    return known.answer;
  };
}
