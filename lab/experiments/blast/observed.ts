import type { Figure, Observations, Value } from "../../contract.ts";
import type { Serving } from "../../instruments/orders.ts";
import { doses, type Fault, type Limits } from "./doses.ts";
import { type Effect, type Effects } from "./faults.ts";
import { withdrawnFigures } from "./withdrawn.ts";

const faultTitles: Readonly<Record<Fault, string>> = {
  memory: "memory leak",
  forks: "fork bomb",
  disk: "full disk",
  cpu: "busy loop",
};
const limitsTitles: Readonly<Record<Limits, string>> = {
  deployed: "with limits as deployed",
  default: "with Docker's defaults",
};

/** What is told of a fault: `worst` where its effect varies between trials, `p99` where there are requests enough. */
type Told = "failed" | "worst" | "p99" | "died";

function toldOf(fault: Fault): readonly Told[] {
  if (fault === "memory") return ["failed", "worst", "died"];
  return fault === "cpu" ? ["failed", "p99", "died"] : ["failed", "died"];
}

interface Row {
  readonly name: string;
  readonly serving: Serving;
  readonly fault: Fault;
  readonly told: Told;
}

/** Figures of one variant of limits: `FAULT.LIMITS.TOLD`, and `loop.FAULT.LIMITS.TOLD` for the event loop. */
function rowsOf(limits: Limits): readonly Row[] {
  return (Object.keys(doses[limits]) as Serving[]).flatMap((serving) =>
    (Object.keys(doses[limits][serving]) as Fault[]).flatMap((fault) =>
      toldOf(fault).map((told) => {
        const name = `${serving === "loop" ? "loop." : ""}${fault}.${limits}.${told}`;
        return { name, serving, fault, told };
      }),
    ),
  );
}

const kinds: Readonly<Record<Told, Omit<Figure, "title"> & { readonly title: string }>> = {
  failed: { title: "requests that failed", unit: "percent", better: "lower" },
  worst: { title: "requests that failed in the worst trial", unit: "percent", better: "lower" },
  p99: { title: "p99 of good answers", unit: "ms", better: "lower" },
  died: { title: "trials in which the entry died", unit: "trials", better: "lower" },
};

function figureOf({ serving, fault, told }: Row, limits: Limits): Figure {
  const way = serving === "loop" ? ", entry on an event loop" : "";
  return { ...kinds[told], title: `${faultTitles[fault]} ${limitsTitles[limits]}${way}: ${kinds[told].title}` };
}

const allLimits = Object.keys(limitsTitles) as Limits[];

export const blastFigures: Readonly<Record<string, Figure>> = {
  ...Object.fromEntries(
    allLimits.flatMap((limits) => rowsOf(limits).map((row) => [row.name, figureOf(row, limits)] as const)),
  ),
  ...withdrawnFigures,
};

/** The figures of one variant. @param found effects, or the reason why there are none */
export function observed(limits: Limits, found: Effects | string): Observations {
  const values: Record<string, Value> = {};
  const missing: Record<string, string> = {};
  for (const row of rowsOf(limits)) {
    const value = typeof found === "string" ? new Error(found) : valueOf(row, found[row.serving]);
    if (value instanceof Error) missing[row.name] = value.message;
    else values[row.name] = value;
  }
  return { values, missing, details: { [limits]: found } };
}

/** @returns an Error with the reason if there is no value */
function valueOf({ fault, told }: Row, effects: readonly Effect[]): Value | Error {
  const trials = effects.filter((effect) => effect.fault === fault);
  if (trials.length === 0) return new Error("The entry cannot serve from an event loop.");
  const failed = trials.map(({ felt }) => felt.failed);
  switch (told) {
    case "failed":
      return failed.reduce((sum, one) => sum + one, 0) / failed.length;
    case "worst":
      return Math.max(...failed);
    case "died":
      return { hits: trials.filter(({ died }) => died).length, of: trials.length };
    case "p99":
      return trials[0]?.felt.p99 ?? new Error("No request got a good answer during the fault.");
  }
}

export function merged(a: Observations, b: Observations): Observations {
  return {
    values: { ...a.values, ...b.values },
    missing: { ...a.missing, ...b.missing },
    details: { ...a.details, ...b.details },
  };
}
