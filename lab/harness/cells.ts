import type { Experiment, Observations, Unit, Value } from "../contract.ts";
import type { CellRecord } from "../results/record.ts";
import type { Subject } from "../tools.ts";
import type { Containers } from "../tools/containers.ts";
import { loadNow } from "./fingerprint.ts";
import type { Meter } from "./quiet.ts";
import type { Cell } from "./schedule.ts";

/** An experiment that hangs must not block the others. */
const longestCellSeconds = 300;

/**
 * A deployment that was frozen for longer is renewed. Clocks go on during a freeze, and so do watchdogs: systemd kills its journal
 * after 3 minutes of silence.
 */
const longestFreezeMs = 120_000;

/** When a deployment was frozen, in milliseconds by `performance.now()`. */
const frozenSince = new WeakMap<Subject, number>();

/** What a cell is taken with. */
export interface Taking {
  readonly containers: (signal: AbortSignal) => Containers;
  /** Runs the experiment on the subject. */
  readonly measure: (signal: AbortSignal) => Promise<Observations>;
  /** Whether it needs the deployment at all. */
  readonly measures: boolean;
  /** Tells what others use meanwhile; undefined if other cells run at the same time. */
  readonly meter: Meter | undefined;
}

/**
 * Takes one cell: prepares the deployment, runs the experiment, freezes the deployment.
 * @throws only if `signal` aborts; other failures are in the record
 */
export async function takeCell(
  experiment: Experiment,
  cell: Cell,
  subject: Subject,
  { containers, measure, measures, meter }: Taking,
  signal: AbortSignal,
): Promise<CellRecord> {
  const load = loadNow();
  const startedAt = new Date();
  const limit = AbortSignal.timeout(1000 * (experiment.withinSeconds ?? longestCellSeconds));
  const within = AbortSignal.any([signal, limit]);
  const found = await attempt(async () => {
    if (measures) await begin(experiment, subject, containers(within));
    await meter?.();
    return checked(experiment, await measure(within));
  });
  signal.throwIfAborted();
  const others = await meter?.();
  if (measures) {
    // With the signal of the run: the cell's own time limit may have passed.
    const own = containers(signal);
    await attempt(() => (experiment.othersStopped ? own.kill() : own.freeze()));
    frozenSince.set(subject, performance.now());
  }
  const base = {
    kind: "cell" as const,
    ...cell,
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 100) / 10,
    load,
    ...(others === undefined ? {} : { others }),
  };
  if ("failure" in found) return { ...base, values: {}, missing: {}, failure: found.failure };
  const { values, missing = {}, details } = found.result;
  return { ...base, values, missing, ...(details === undefined ? {} : { details }) };
}

async function begin({ begins = "renewed" }: Experiment, subject: Subject, containers: Containers): Promise<void> {
  if (begins === "as left") return;
  const now = performance.now();
  const long = now - (frozenSince.get(subject) ?? now) > longestFreezeMs;
  if (begins === "resumed" && !long) await containers.resume();
  else await containers.renew();
}

async function attempt<T>(task: () => Promise<T>): Promise<{ readonly result: T } | { readonly failure: string }> {
  try {
    return { result: await task() };
  } catch (error) {
    return { failure: brief(error instanceof Error ? error.message : String(error)) };
  }
}

const longestReason = 500;

/** Shortens a message, which may contain the whole output of a program. */
function brief(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(0, 5).join("\n").slice(0, longestReason);
}

/** Checks that every declared figure has a value of its kind or a reason, and that there are no other figures. @throws if not */
export function checked(experiment: Pick<Experiment, "name" | "figures">, observations: Observations): Observations {
  const { values, missing = {} } = observations;
  const wrong = [...Object.keys(values), ...Object.keys(missing)].find((key) => !(key in experiment.figures));
  if (wrong !== undefined) throw new Error(`${experiment.name} gives "${wrong}", which it does not declare`);
  for (const [key, { unit, withdrawn }] of Object.entries(experiment.figures)) {
    const value = values[key];
    if (value === undefined) {
      if (withdrawn !== undefined) continue;
      if ((missing[key] ?? "") === "") throw new Error(`${experiment.name} gives neither "${key}" nor a reason`);
      continue;
    }
    if (!isOfUnit(value, unit))
      throw new Error(`${experiment.name} gives "${key}" as ${JSON.stringify(value)}, which is no value of ${unit}`);
  }
  return observations;
}

function isOfUnit(value: Value, unit: Unit): boolean {
  if (unit === "yes-no") return typeof value === "boolean";
  if (unit === "text") return typeof value === "string";
  if (unit !== "trials") return typeof value === "number" && Number.isFinite(value);
  return typeof value === "object" && value.hits >= 0 && value.of >= value.hits;
}
