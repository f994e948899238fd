import type { Figure, Observations } from "../../contract.ts";
import type { Effect, Hog } from "./hogs.ts";

/** By hog; or the reason why there are none. */
export type Effects = Readonly<Record<Hog, Effect>> | string;
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

/** `HOG.VARIANT.failed`, `.p99` and `.restarted`. */
export const blastFigures: Readonly<Record<string, Figure>> = Object.fromEntries(
  hogNames.flatMap((hog) => variants.flatMap((variant) => figuresOf(hog, variant))),
);

function figuresOf(hog: Hog, variant: Variant): (readonly [string, Figure])[] {
  const title = `${hogTitles[hog]}, ${variantTitles[variant]}`;
  return [
    [`${hog}.${variant}.failed`, { title: `${title}: requests that failed`, unit: "percent", better: "lower" }],
    [`${hog}.${variant}.p99`, { title: `${title}: p99 of good answers`, unit: "ms", better: "lower" }],
    [`${hog}.${variant}.restarted`, { title: `${title}: the server died`, unit: "yes-no", better: "no" }],
  ];
}

/** The figures of one variant. */
export function observed(variant: Variant, effects: Effects): Observations {
  const values: Record<string, number | boolean> = {};
  const missing: Record<string, string> = {};
  for (const hog of hogNames) {
    const key = `${hog}.${variant}`;
    if (typeof effects === "string") {
      for (const figure of ["failed", "p99", "restarted"]) missing[`${key}.${figure}`] = effects;
      continue;
    }
    const { felt, died } = effects[hog];
    values[`${key}.failed`] = felt.failed;
    if (felt.p99 === undefined) missing[`${key}.p99`] = "No request was answered well meanwhile.";
    else values[`${key}.p99`] = felt.p99;
    values[`${key}.restarted`] = died;
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
