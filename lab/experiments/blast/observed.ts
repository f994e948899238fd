import type { Figure, Observations } from "../../contract.ts";
import { trials, type Effect, type Fault } from "./faults.ts";

/** Trials by fault, or the reason why there are none. */
export type Effects = Readonly<Record<Fault, readonly Effect[]>> | string;
export type Variant = "limited" | "unlimited";

const faultTitles: Readonly<Record<Fault, string>> = {
  memory: "memory leak",
  forks: "fork bomb",
  disk: "full disk",
  cpu: "busy loop",
};
const variantTitles: Readonly<Record<Variant, string>> = {
  limited: "with limits as deployed",
  unlimited: "without container limits",
};
const faultNames = Object.keys(faultTitles) as Fault[];
const variants = Object.keys(variantTitles) as Variant[];

/** `FAULT.VARIANT.failed`, `.p99` and `.restarted`; and `.died` for a fault that is injected several times. */
export const blastFigures: Readonly<Record<string, Figure>> = Object.fromEntries(
  faultNames.flatMap((fault) => variants.flatMap((variant) => figuresOf(fault, variant))),
);

function figuresOf(fault: Fault, variant: Variant): (readonly [string, Figure])[] {
  const title = `${faultTitles[fault]} ${variantTitles[variant]}`;
  return [
    [`${fault}.${variant}.failed`, { title: `${title}: requests that failed`, unit: "percent", better: "lower" }],
    [`${fault}.${variant}.p99`, { title: `${title}: p99 of good answers`, unit: "ms", better: "lower" }],
    [`${fault}.${variant}.restarted`, { title: `${title}: the entry died`, unit: "yes-no", better: "no" }],
    ...repeated<readonly [string, Figure]>(fault, [
      `${fault}.${variant}.died`,
      { title: diedTitle(fault, variant), unit: "count", better: "lower" },
    ]),
  ];
}

/** Empty for a fault that is injected once. */
function repeated<T>(fault: Fault, one: T): T[] {
  return trials[fault] > 1 ? [one] : [];
}

function diedTitle(fault: Fault, variant: Variant): string {
  return `${faultTitles[fault]} ${variantTitles[variant]}: trials in which the entry died, of ${trials[fault]}`;
}

/** The median trial, by failed requests. */
function middle(effects: readonly Effect[]): Effect {
  const worst = (effect: Effect) => effect.felt.p99 ?? Infinity;
  const sorted = effects.toSorted((a, b) => a.felt.failed - b.felt.failed || worst(a) - worst(b));
  const found = sorted[Math.floor(sorted.length / 2)];
  if (found === undefined) throw new Error("a fault was never injected");
  return found;
}

/** The figures of one variant. */
export function observed(variant: Variant, effects: Effects): Observations {
  const values: Record<string, number | boolean> = {};
  const missing: Record<string, string> = {};
  for (const fault of faultNames) {
    const key = `${fault}.${variant}`;
    if (typeof effects === "string") {
      for (const figure of ["failed", "p99", "restarted", ...repeated(fault, "died")])
        missing[`${key}.${figure}`] = effects;
      continue;
    }
    const { felt, died } = middle(effects[fault]);
    values[`${key}.failed`] = felt.failed;
    if (felt.p99 === undefined) missing[`${key}.p99`] = "No request got a good answer during the fault.";
    else values[`${key}.p99`] = felt.p99;
    values[`${key}.restarted`] = died;
    for (const name of repeated(fault, `${key}.died`)) values[name] = effects[fault].filter((one) => one.died).length;
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
