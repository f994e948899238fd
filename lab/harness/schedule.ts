import type { Experiment, Kind } from "../contract.ts";
import { seededRandom, seedOf, shuffled } from "../random.ts";
import type { RunSettings, SubjectRecord } from "../results/record.ts";

/** Numbers of rounds of an experiment. */
export interface Rounds {
  readonly warmUp: number;
  readonly counted: number;
}

/** Fewest values in each of two groups with which a rank test can find a difference. */
const steadyAtLeast = 4;
const categoricalRounds = 2;
/** Counted rounds that a twin takes part in: they are enough to estimate the noise. */
const twinRounds = steadyAtLeast;

/**
 * @param timingRounds counted rounds of the kind `timing`
 * @param quick whether steady figures get only two rounds, too few for a rank test
 */
export function roundsOf(kind: Kind, timingRounds: number, quick: boolean): Rounds {
  switch (kind) {
    case "timing":
      return { warmUp: 1, counted: timingRounds };
    case "steady":
      return { warmUp: 0, counted: quick ? categoricalRounds : Math.max(steadyAtLeast, Math.ceil(timingRounds / 2)) };
    case "categorical":
      return { warmUp: 0, counted: categoricalRounds };
  }
}

/** One run of an experiment on one subject. */
export interface Cell {
  readonly experiment: string;
  readonly subject: string;
  /** From 0; warm-up rounds and counted rounds are numbered separately. */
  readonly round: number;
  readonly warmUp: boolean;
}

/** A subject that takes part in an experiment. */
export interface Entrant {
  readonly name: string;
  readonly isTwin: boolean;
}

/**
 * All cells of an experiment, round by round. In a round every subject has its turn once, in an order that is random but the same for
 * the same seed: a slow phase of the host affects all of them. Twins leave out the later rounds.
 */
export function cellsOf(
  { name, kind }: Pick<Experiment, "name" | "kind">,
  entrants: readonly Entrant[],
  settings: { readonly rounds: number; readonly quick: boolean; readonly seed: number },
): Cell[] {
  const { warmUp, counted } = roundsOf(kind, settings.rounds, settings.quick);
  const rounds = [
    ...Array.from({ length: warmUp }, (_, round) => ({ round, warmUp: true })),
    ...Array.from({ length: counted }, (_, round) => ({ round, warmUp: false })),
  ];
  return rounds.flatMap((round, index) => {
    const random = seededRandom(seedOf(`${name} ${index}`, settings.seed));
    const taking = entrants.filter(({ isTwin }) => !isTwin || round.round < twinRounds);
    return shuffled(taking, random).map((entrant) => ({ experiment: name, subject: entrant.name, ...round }));
  });
}

/**
 * The subjects that take part in an experiment. The twin takes part if the experiment asks for it and the run is not quick.
 */
export function entrantsOf(
  { name: experiment, withTwin = false }: Pick<Experiment, "name" | "withTwin">,
  subjects: readonly SubjectRecord[],
  { quick }: Pick<RunSettings, "quick">,
): Entrant[] {
  return subjects
    .filter((subject) => takesPart(subject, experiment))
    .filter(({ skipped, twinOf }) => skipped === undefined && (twinOf === undefined || (withTwin && !quick)))
    .map(({ name, twinOf }) => ({ name, isTwin: twinOf !== undefined }));
}

/** Whether a subject takes part in an experiment: a variant takes part in those that its configuration matters for. */
function takesPart({ experiments }: Pick<SubjectRecord, "experiments">, experiment: string): boolean {
  return experiments?.includes(experiment) ?? true;
}

/** Identifies a cell. */
export function cellKey({ experiment, subject, round, warmUp }: Cell): string {
  return JSON.stringify([experiment, subject, round, warmUp]);
}
