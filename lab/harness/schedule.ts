import type { Experiment, Kind } from "../contract.ts";
import { seededRandom, seedOf } from "../random.ts";
import type { RunSettings, SubjectRecord } from "../results/record.ts";

/** How often an experiment is repeated. */
export interface Rounds {
  readonly warmUp: number;
  readonly counted: number;
}

/** A figure that hardly varies still needs this many values in each of two groups for a rank test to tell them apart. */
const steadyAtLeast = 4;
const categoricalRounds = 2;
/** Counted rounds that a twin takes part in: what is asked of it, how much two equal deployments differ, needs no more. */
const twinRounds = steadyAtLeast;

/**
 * @param timingRounds counted rounds of timings, as the user wants them
 * @param quick fewer rounds matter more than the rank test of steady figures
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
  /** From 0; within warm-up rounds and counted rounds apart. */
  readonly round: number;
  readonly warmUp: boolean;
}

/** Who takes part in an experiment. */
export interface Entrant {
  readonly name: string;
  readonly isTwin: boolean;
}

/**
 * All cells of an experiment, round by round. Within a round every subject has its turn once, in an order that is random but the same for
 * the same seed: what slows the host for a while slows all of them. Twins leave out the later rounds.
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
 * The subjects that an experiment is run on. A twin shows the noise, where the experiment asks for it; a first impression does
 * without.
 */
export function entrantsOf(
  { withTwin = false }: Pick<Experiment, "withTwin">,
  subjects: readonly SubjectRecord[],
  { quick }: Pick<RunSettings, "quick">,
): Entrant[] {
  return subjects
    .filter(({ skipped, twinOf }) => skipped === undefined && (twinOf === undefined || (withTwin && !quick)))
    .map(({ name, twinOf }) => ({ name, isTwin: twinOf !== undefined }));
}

/** Fisher and Yates' shuffle. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

/** What makes cells the same. */
export function cellKey({ experiment, subject, round, warmUp }: Cell): string {
  return JSON.stringify([experiment, subject, round, warmUp]);
}
