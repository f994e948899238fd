import type { Experiment, Kind } from "../contract.ts";
import { seededRandom, seedOf, shuffled } from "../random.ts";
import { takesPart, type RunSettings, type SubjectRecord } from "../results/record.ts";
import { rules } from "../rules/rules.ts";

/** Numbers of rounds of an experiment. */
export interface Rounds {
  readonly warmUp: number;
  readonly counted: number;
}

/**
 * @param timingRounds counted rounds of the kind `timing`
 * @param quick whether steady figures get as few rounds as categorical ones, and no warm-up round
 */
export function roundsOf(kind: Kind, timingRounds: number, quick: boolean): Rounds {
  const { steady, categorical, warmUp } = rules.rounds;
  if (kind === "timing") return { warmUp: warmUp.value, counted: timingRounds };
  if (kind === "categorical" || quick) return { warmUp: 0, counted: categorical.value };
  return { warmUp: warmUp.value, counted: Math.max(steady.value, Math.ceil(timingRounds / 2)) };
}

/** One run of an experiment on one subject. */
export interface Cell {
  readonly experiment: string;
  readonly subject: string;
  /** From 0; warm-up rounds and counted rounds are numbered separately. */
  readonly round: number;
  readonly warmUp: boolean;
}

/**
 * All cells of an experiment, round by round. In a round every subject has its turn once, in an order that is random but the same for
 * the same seed: a slow phase of the host affects all of them.
 */
export function cellsOf(
  { name, kind }: Pick<Experiment, "name" | "kind">,
  subjects: readonly string[],
  settings: { readonly rounds: number; readonly quick: boolean; readonly seed: number },
): Cell[] {
  const { warmUp, counted } = roundsOf(kind, settings.rounds, settings.quick);
  const rounds = [
    ...Array.from({ length: warmUp }, (_, round) => ({ round, warmUp: true })),
    ...Array.from({ length: counted }, (_, round) => ({ round, warmUp: false })),
  ];
  return rounds.flatMap((round, index) => {
    const random = seededRandom(seedOf(`${name} ${index}`, settings.seed));
    return shuffled(subjects, random).map((subject) => ({ experiment: name, subject, ...round }));
  });
}

/** Names of the subjects that take part in an experiment. The twin takes part in every one, unless the run is quick. */
export function subjectsIn(
  { subjects }: { readonly subjects: readonly SubjectRecord[] },
  experiment: string,
  { quick }: Pick<RunSettings, "quick">,
): string[] {
  return subjects
    .filter((subject) => takesPart(subject, experiment))
    .filter(({ skipped, twinOf }) => skipped === undefined && (twinOf === undefined || !quick))
    .map(({ name }) => name);
}

/** Identifies a cell, whichever attempt it is. */
export function cellKey({ experiment, subject, round, warmUp }: Cell): string {
  return JSON.stringify([experiment, subject, round, warmUp]);
}
