import { setTimeout as pause } from "node:timers/promises";
import type { Experiment } from "../contract.ts";
import type { CellRecord, RunSettings } from "../results/record.ts";
import { rules } from "../rules/rules.ts";

/** Tells which share of all processors' time others used since it was asked last, from 0 to 1: neither the lab nor Docker. */
export type Meter = () => Promise<number>;

/** Time that a run may still spend on waiting for quiet and on taking cells again, in milliseconds. */
export interface Patience {
  leftMs: number;
}

const lookMs = 1_000;

/** The patience of a new run, by the rules. */
export function newPatience(): Patience {
  return { leftMs: rules.measuring.patience.value * 1000 };
}

/** Whether a cell lost too much of the processors to others. One that ran beside other cells is not asked. */
export function isLoaded({ others = 0 }: Pick<CellRecord, "others">): boolean {
  return others > rules.measuring.load.value;
}

/** How often a cell may be taken: once in a quick run, and once if it runs beside others, since such cells measure no times. */
export function triesFor(
  { besideOthers }: Pick<Experiment, "besideOthers">,
  { quick }: Pick<RunSettings, "quick">,
): number {
  return besideOthers || quick ? 1 : rules.measuring.tries.value;
}

/**
 * Takes a cell until others leave the processors alone meanwhile, or as often as it may be taken. Waits for quiet before each further attempt.
 * @param take takes the cell and keeps its record
 * @param patience is used up by what comes after the first attempt
 */
export async function takeQuietly(
  take: (attempt: number) => Promise<CellRecord>,
  tries: number,
  untilQuiet: () => Promise<void>,
  patience: Patience,
): Promise<void> {
  for (let attempt = 1, begun = 0; ; attempt += 1) {
    const loaded = isLoaded(await take(attempt));
    if (attempt > 1) patience.leftMs -= performance.now() - begun;
    if (!loaded || attempt >= tries || patience.leftMs <= 0) return;
    begun = performance.now();
    await untilQuiet();
  }
}

/** Waits until others use little for a second, or for as long as the rules say. */
export async function waitForQuiet(meter: Meter, signal: AbortSignal): Promise<void> {
  const until = performance.now() + rules.measuring.wait.value * 1000;
  await meter();
  while (performance.now() < until) {
    await pause(lookMs, undefined, { signal });
    if (!isLoaded({ others: await meter() })) return;
  }
}
