import type { Figure, Observations } from "../../contract.ts";
import { trials, type Effect, type Hog } from "./hogs.ts";

/** Trials by hog; or the reason why there are none. */
export type Effects = Readonly<Record<Hog, readonly Effect[]>> | string;
export type Variant = "limited" | "unlimited";

const hogTitles: Readonly<Record<Hog, string>> = {
  memory: "memory leak",
  forks: "fork bomb",
  disk: "full disk",
  cpu: "busy loop",
};
const variantTitles: Readonly<Record<Variant, string>> = {
  limited: "limits as deployed",
  unlimited: "no limits but an outer one",
};
const hogNames = Object.keys(hogTitles) as Hog[];
const variants = Object.keys(variantTitles) as Variant[];

/** `HOG.VARIANT.failed`, `.p99` and `.restarted`; and `.died` where a hog is let loose several times. */
export const blastFigures: Readonly<Record<string, Figure>> = Object.fromEntries(
  hogNames.flatMap((hog) => variants.flatMap((variant) => figuresOf(hog, variant))),
);

function figuresOf(hog: Hog, variant: Variant): (readonly [string, Figure])[] {
  const title = `${hogTitles[hog]}, ${variantTitles[variant]}`;
  return [
    [`${hog}.${variant}.failed`, { title: `${title}: requests that failed`, unit: "percent", better: "lower" }],
    [`${hog}.${variant}.p99`, { title: `${title}: p99 of good answers`, unit: "ms", better: "lower" }],
    [`${hog}.${variant}.restarted`, { title: `${title}: the entry died`, unit: "yes-no", better: "no" }],
    ...repeated<readonly [string, Figure]>(hog, [
      `${hog}.${variant}.died`,
      { title: diedTitle(hog, variant), unit: "count", better: "lower" },
    ]),
  ];
}

/** Nothing where the hog is let loose once. */
function repeated<T>(hog: Hog, one: T): T[] {
  return trials[hog] > 1 ? [one] : [];
}

function diedTitle(hog: Hog, variant: Variant): string {
  return `${hogTitles[hog]}, ${variantTitles[variant]}: times of ${trials[hog]} that the entry died`;
}

/** The trial in the middle, by the requests that failed. */
function middle(effects: readonly Effect[]): Effect {
  const worst = (effect: Effect) => effect.felt.p99 ?? Infinity;
  const sorted = effects.toSorted((a, b) => a.felt.failed - b.felt.failed || worst(a) - worst(b));
  const found = sorted[Math.floor(sorted.length / 2)];
  if (found === undefined) throw new Error("a hog was never let loose");
  return found;
}

/** The figures of one variant. */
export function observed(variant: Variant, effects: Effects): Observations {
  const values: Record<string, number | boolean> = {};
  const missing: Record<string, string> = {};
  for (const hog of hogNames) {
    const key = `${hog}.${variant}`;
    if (typeof effects === "string") {
      for (const figure of ["failed", "p99", "restarted", ...repeated(hog, "died")])
        missing[`${key}.${figure}`] = effects;
      continue;
    }
    const { felt, died } = middle(effects[hog]);
    values[`${key}.failed`] = felt.failed;
    if (felt.p99 === undefined) missing[`${key}.p99`] = "No request was answered well meanwhile.";
    else values[`${key}.p99`] = felt.p99;
    values[`${key}.restarted`] = died;
    for (const name of repeated(hog, `${key}.died`)) values[name] = effects[hog].filter((one) => one.died).length;
  }
  return { values, missing, details: { [variant]: effects } };
}

export function merged(a: Observations, b: Observations): Observations {
  return {
    values: { ...a.values, ...b.values },
    missing: { ...a.missing, ...b.missing },
    details: { ...a.details, ...b.details },
  };
}
