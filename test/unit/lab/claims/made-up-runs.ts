import type { Analysis } from "../../../../lab/analysis/contract.ts";
import type { Claim } from "../../../../lab/claims/contract.ts";
import type { Experiment, Figure, Value } from "../../../../lab/contract.ts";
import { experiments } from "../../../../lab/experiments.ts";
import { seededRandom, seedOf } from "../../../../lab/random.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";

/** All that claims name: approaches and variants. */
export const subjects = [
  ...["separate", "separate, not hardened", "supervisord", "supervisord-plain", "supervisord, limits per service"],
  ...["systemd", "systemd-plain", "systemd, limits per service", "systemd-least", "runit", "runit-graceful"],
];

/** The experiments that the claim rests on, with no other figures than the claim's. */
function experimentsOf({ figures }: Claim): readonly Experiment[] {
  return experiments
    .map((experiment) => {
      const its = Object.entries(experiment.figures).filter(([name]) => figures.includes(`${experiment.name}/${name}`));
      return { ...experiment, figures: Object.fromEntries(its) };
    })
    .filter((experiment) => Object.keys(experiment.figures).length > 0);
}

/** A run with these values of the claim's figures, the same in every round. */
function runWith(claim: Claim, value: (key: string, figure: Figure, subject: string) => Value): Analysis {
  const needed = experimentsOf(claim);
  const values = needed.flatMap(({ name, figures }) =>
    Object.entries(figures).map(([figure, declared]) => {
      const key = `${name}/${figure}`;
      return [key, Object.fromEntries(subjects.map((subject) => [subject, value(key, declared, subject)]))] as const;
    }),
  );
  return syntheticAnalysis({
    approaches: subjects,
    experiments: needed,
    twin: "none",
    enough: true,
    values: Object.fromEntries(values),
  });
}

/**
 * A made-up run. Its values belong to the places in an order, so that another order of the same run is the same run with its labels
 * exchanged.
 * @param number of the run: the same number gives the same values
 * @param order of the subjects
 */
export function madeUpRun(claim: Claim, number: number, order: readonly string[] = subjects): Analysis {
  const kind = number % (goodPlaces.length + 1);
  return runWith(claim, (key, { unit, better }, subject) => {
    const place = order.indexOf(subject);
    const good = goodPlaces[kind];
    if (good === undefined) return valueIn(unit, anyValue(seededRandom(seedOf(`${key} ${place}`, number))));
    // What is neither better nor worse is the same for all.
    const isGood = better === "none" ? seededRandom(seedOf(key, number))() < 0.5 : good(place, order.length);
    const fact = better === "no" ? !isGood : isGood;
    return valueIn(unit, { fact, number: isGood === (better === "higher") ? 1000 : 0 });
  });
}

/** Runs in which some are better in everything: the first, the first half, all but the last, all, or none. */
const goodPlaces: readonly ((place: number, count: number) => boolean)[] = [
  (place) => place === 0,
  (place, count) => place < count / 2,
  (place, count) => place < count - 1,
  () => true,
  () => false,
];

interface AnyValue {
  readonly fact: boolean;
  readonly number: number;
}

function anyValue(random: () => number): AnyValue {
  const number = [0, 0, 0, 1, 5, 50, 95, 100, 1e3, 1e8][Math.floor(random() * 10)] ?? 0;
  return { fact: random() < 0.5, number };
}

/** Rates get 40 trials. */
function valueIn(unit: Figure["unit"], { fact, number }: AnyValue): Value {
  if (unit === "yes-no") return fact;
  if (unit === "text") return fact ? "a" : "b";
  return unit === "trials" ? { hits: number === 0 ? 0 : 40, of: 40 } : number;
}

/** The subjects in a random order, the same for the same number. */
export function shuffled(number: number): readonly string[] {
  const random = seededRandom(seedOf("relabelling", number));
  return subjects
    .map((subject) => ({ subject, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ subject }) => subject);
}
