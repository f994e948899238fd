import { setTimeout as pause } from "node:timers/promises";
import type { Service } from "../../services/contract.ts";
import type { Experiment, Observations } from "../contract.ts";
import { containerOf } from "../deployment.ts";
import { without } from "../instruments/missing.ts";
import { notesOf, type Note } from "../instruments/notes.ts";
import { ordersOf } from "../instruments/orders.ts";
import { mainProcess, processesOf, type Process } from "../instruments/processes.ts";
import { doerBesideEntry } from "../roles.ts";
import { rules } from "../rules/rules.ts";
import type { CommonTools, Subject } from "../tools.ts";

const margin = rules.faults.deafMargin.value;
const deafSeconds = 25;
const pollMs = 100;

export const deaf: Experiment = {
  name: "deaf",
  title: "Deaf service",
  question: "A service ignores its stop signal: is it told, does it get its grace period, and is it killed after it?",
  method: `A service beside the entry is told to ignore its stop signals, and notes in its volume which ones it got. Then its container is stopped. After the next start the same again, but the service alone is stopped with its control command. It survives if its process still runs ${margin} s after its grace period, or after a stop of its container has returned. It got its grace period if it ran for at least nine tenths of it.`,
  excludes: "Child processes of the service.",
  kind: "categorical",
  about: ["misbehaves"],
  // Its times tell whether a grace period of ten seconds was kept; they are no results.
  besideOthers: true,
  long: true,
  figures: {
    told: { title: "a deaf service gets its stop signal when its container is stopped", unit: "yes-no", better: "yes" },
    waited: { title: "it gets its grace period", unit: "yes-no", better: "yes" },
    seconds: { title: "time until its container has stopped", unit: "s", better: "none" },
    survives: { title: "it still runs after its container has been stopped", unit: "yes-no", better: "no" },
    "alone.told": { title: "it gets its stop signal when it is stopped alone", unit: "yes-no", better: "yes" },
    "alone.seconds": { title: "time until it has ended when it is stopped alone", unit: "s", better: "none" },
    "alone.survives": { title: "it still runs after it has been stopped alone", unit: "yes-no", better: "no" },
  },
  run,
  elsewhere: run,
};

async function run(subject: Subject, tools: CommonTools): Promise<Observations> {
  const service = doerBesideEntry(subject.workload, ["deaf"]);
  if (service === undefined) return nothing("No service beside the entry becomes deaf on order.");
  const container = containerOf(subject.deployment, service.name);
  const whole = await stopped(subject, tools, service, () => tools.containers.stop(container));
  const alone = await stopped(subject, tools, service, () => tools.control(service.name, "stop"));
  const values = {
    told: whole.told,
    waited: whole.seconds >= 0.9 * service.stopGraceSeconds,
    seconds: whole.seconds,
    survives: whole.survives,
    "alone.told": alone.told,
    "alone.survives": alone.survives,
  };
  const details = { whole, alone };
  if (alone.survives) return { values, missing: { "alone.seconds": "It did not end." }, details };
  return { values: { ...values, "alone.seconds": alone.seconds }, details };
}

/** What a stop did to a deaf service. */
interface Stopped {
  readonly told: boolean;
  /** Until it had ended; if it survived, until that was clear. */
  readonly seconds: number;
  readonly survives: boolean;
  readonly notes: readonly Note[];
  /** What the stop answered. */
  readonly answer: unknown;
}

async function stopped(
  { deployment, workload }: Subject,
  tools: CommonTools,
  service: Service,
  stop: () => Promise<unknown>,
): Promise<Stopped> {
  const orders = ordersOf(workload, tools.control);
  const { id } = await orders.give(service.name, { do: "deaf", seconds: deafSeconds });
  if ((await orders.report(service.name, id, 3)) === undefined) throw new Error(`${service.name} did not become deaf`);
  const container = containerOf(deployment, service.name);
  const process = mainProcess(service, await processesOf(tools, [container]), container);
  const begun = performance.now();
  const [answer, ended] = await Promise.all([
    stop(),
    endOf(process, tools, begun + (service.stopGraceSeconds + margin) * 1000),
  ]);
  const survives = ended === undefined && (await isAlive(process, tools));
  const seconds = Math.round(((ended ?? performance.now()) - begun) / 10) / 100;
  // Its container may be down, and notes are read inside.
  if (!(await tools.containers.state(container)).running) await tools.containers.start();
  const notes = await notesOf(workload, service.name, tools.control);
  return { told: notes.some(({ word }) => word.startsWith("SIG")), seconds, survives, notes, answer };
}

/** Waits until a process has ended. @param until as `performance.now()` @returns when, as `performance.now()`; undefined if it has not */
async function endOf(process: Process, tools: CommonTools, until: number): Promise<number | undefined> {
  while (await isAlive(process, tools)) {
    if (performance.now() > until) return undefined;
    await pause(pollMs, undefined, { signal: tools.signal });
  }
  return performance.now();
}

async function isAlive({ pid, started }: Process, { host }: CommonTools): Promise<boolean> {
  return (await host.ask<{ readonly alive: boolean }>("alive", { pid, started })).alive;
}

function nothing(reason: string): Observations {
  return { values: {}, missing: without(Object.keys(deaf.figures), reason) };
}
