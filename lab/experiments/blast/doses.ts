import type { Serving } from "../../instruments/orders.ts";
import { rules } from "../../rules/rules.ts";

/** Injected faults, and what the service is told to do for each; in the order of the figures. */
export const faults = { memory: "leak", forks: "fork", disk: "fill", cpu: "spin" } as const;
export type Fault = keyof typeof faults;

/** How a fault is injected. */
export interface Dose {
  /** Duration in seconds. A leak reaches every limit before that. */
  readonly seconds: number;
  /** Requests per second. The p99 under a busy loop needs many. */
  readonly rate: number;
  /** Only the effect of a leak varies between trials: the kernel sometimes kills a second process before the memory of the first is free. */
  readonly trials: number;
}

/** Requests per second, all the time. */
export const base = 100;
const once = { seconds: 2, rate: base, trials: 1 };
const leak = { seconds: 1, rate: base, trials: rules.faults.leaksPerRound.value };
const spin = { seconds: 5, rate: 300, trials: 1 };
const all = { memory: leak, forks: once, disk: once, cpu: spin };

/** `deployed`: with the limits as rendered. `default`: with Docker's defaults, which are none. */
export type Limits = "deployed" | "default";

/** Faults by what serves the requests. */
export type Doses = Readonly<Record<Serving, Partial<Readonly<Record<Fault, Dose>>>>>;

/**
 * The loop gets only faults that could affect threads and a loop differently: a leak is ended by the kernel, and a full disk is refused,
 * whatever the number of threads.
 */
export const doses: Readonly<Record<Limits, Doses>> = {
  deployed: { threads: all, loop: { forks: once, cpu: spin } },
  default: { threads: all, loop: { forks: once } },
};

const quickTrials = 2;

/** Fewer trials, for a first impression. */
export function quickly(given: Doses): Doses {
  const fewer = (of: Doses[Serving]) =>
    Object.fromEntries(
      Object.entries(of).map(([fault, dose]) => [fault, { ...dose, trials: Math.min(dose.trials, quickTrials) }]),
    );
  return { threads: fewer(given.threads), loop: fewer(given.loop) };
}
