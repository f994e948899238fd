import type { Experiment } from "../contract.ts";
import { lastAttempts } from "../results/attempts.ts";
import { sameHost, type CellRecord, type RunRecord } from "../results/record.ts";
import { rules } from "../rules/rules.ts";
import { compareSummaries } from "./compare.ts";
import type { Analysis, Comparison, FigureInRun, Noise, Side, Summary } from "./contract.ts";
import { marginOf } from "./margins.ts";
import { pooled, twinsOf, type Twins } from "./noise.ts";
import { summarise, usualLevel } from "./summarise.ts";

/** The records of one run. */
export interface Recorded {
  readonly run: RunRecord;
  readonly cells: readonly CellRecord[];
}

/**
 * Analyses the records of one run: counted rounds only, each figure summarised and compared. Pure; each answer is computed on first use.
 * @param experiments all that exist; only those that the run names count
 * @param others more runs, for the noise: those of the same host, measured under the same rules, count. A figure whose instrument has changed
 * has another name, so they are of the same instruments, too
 */
export function analyse(
  run: RunRecord,
  cells: readonly CellRecord[],
  experiments: readonly Experiment[],
  others: readonly Recorded[] = [],
): Analysis {
  const counted = lastAttempts(cells).filter(({ warmUp }) => !warmUp);
  const figures = figuresOf(run, experiments);
  const byKey = new Map(figures.map((figure) => [figure.key, figure]));
  const summary = summariesOf({ run, cells }, byKey);
  // A run may have been given twice: a kept one, and the one that was copied.
  const distinct = new Map(others.map((other) => [other.run.id, other]));
  const alike = [...distinct.values()].filter((other) => isAlike(other.run, run));
  const elsewhere = alike.map((other) => ({ run: other.run, summary: summariesOf(other, byKey) }));

  const noiseOf = (of: typeof elsewhere) =>
    remembered((key: string) => pooled(of.flatMap((one) => twinsIn(one.run, one.summary, key))));
  const [noise, noiseOfOthers] = [noiseOf([{ run, summary }, ...elsewhere]), noiseOf(elsewhere)];

  const compareBy = (left: Side, right: Side, level: number, floor: Noise | undefined): Comparison => {
    const unit = byKey.get(left[0])?.figure.unit ?? "text";
    const by = { unit, margin: marginOf(rules, left[0], unit), noise: floor, level };
    return compareSummaries(summary(...left), summary(...right), by);
  };
  const measured = run.subjects.filter(({ twinOf, skipped }) => twinOf === undefined && skipped === undefined);
  return {
    ...{ run, cells: counted, figures, summary, noise },
    subjects: measured.filter(({ variant }) => variant === undefined).map(({ name }) => name),
    variants: measured.filter(({ variant }) => variant !== undefined).map(({ name }) => name),
    compare: (left, right, level = usualLevel) =>
      compareBy(left, right, level, largerNoise(noise(left[0]), noise(right[0]))),
    twins: (key, level = usualLevel) => {
      const [twins] = twinsIn(run, summary, key);
      return twins && compareBy([key, twins.subject], [key, twins.twin], level, noiseOfOthers(key));
    },
  };
}

/** The noise with which fewer differences count. */
export function largerNoise(a: Noise | undefined, b: Noise | undefined): Noise | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.relative !== undefined && b.relative !== undefined) return a.relative >= b.relative ? a : b;
  return a.absolute >= b.absolute ? a : b;
}

function isAlike(other: RunRecord, run: RunRecord): boolean {
  return other.id !== run.id && other.rules === run.rules && sameHost(other.host, run.host);
}

type Summaries = (key: string, subject: string) => Summary;

function summariesOf({ run, cells }: Recorded, figures: ReadonlyMap<string, FigureInRun>): Summaries {
  const bySubject = grouped(lastAttempts(cells).filter(({ warmUp }) => !warmUp));
  const records = new Map(run.subjects.map((record) => [record.name, record]));
  return remembered((key: string, subject: string): Summary => {
    const figure = figures.get(key);
    if (figure === undefined) return { kind: "missing", reason: "not measured in this run" };
    const record = records.get(subject);
    if (record === undefined) return { kind: "missing", reason: "not part of this run" };
    if (record.skipped !== undefined) return { kind: "missing", reason: record.skipped };
    const its = bySubject.get(`${figure.experiment} ${subject}`) ?? [];
    return summarise(
      figure,
      [...its].sort((a, b) => a.round - b.round),
    );
  });
}

/** None if the run has no twin, or no value of it in this figure. */
function twinsIn(run: RunRecord, summary: Summaries, key: string): Twins[] {
  const names = twinsOf(run);
  if (names === undefined) return [];
  const summaries = [summary(key, names.subject), summary(key, names.twin)] as const;
  return summaries.some(({ kind }) => kind === "missing") ? [] : [{ run: run.id, ...names, summaries }];
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

/** Computes each answer once. */
function remembered<Names extends string[], T>(compute: (...names: Names) => T): (...names: Names) => T {
  const answers = new Map<string, { readonly answer: T }>();
  return (...names) => {
    const key = names.join("\n");
    const known = answers.get(key) ?? { answer: compute(...names) };
    answers.set(key, known);
    return known.answer;
  };
}
