import { setTimeout as pause } from "node:timers/promises";
import type { Service } from "../../../services/contract.ts";
import { hostAndPort } from "../../addresses.ts";
import type { Order, Orders, Serving } from "../../instruments/orders.ts";
import { findMainProcess, processesOf } from "../../instruments/processes.ts";
import { shuffled } from "../../random.ts";
import type { CommonTools } from "../../tools.ts";
import type { Load } from "../../tools/requests.ts";
import { base, faults, type Dose, type Doses, type Fault } from "./doses.ts";
import { impactIn, type Impact } from "./impact.ts";

/** What faults are injected with. */
export type Means = Pick<CommonTools, "load" | "host" | "containers" | "signal">;

/** How long to wait for the service's report, in seconds: a service that leaks is seldom alive to write it. */
const reportSeconds: Readonly<Record<Fault, number>> = { memory: 0.1, forks: 1, disk: 1, cpu: 1 };

const answersSeconds = 8;
/** How long services may take to get ready by themselves, and after a restart. Docker waits longer after each failure: then a restart is faster. */
const readySeconds = { "as it is": 2, renewed: 6 } as const;
/** Requests that have not ended by then were not made in time. */
const lateMs = 2500;

/** What one fault did to the entry. */
export interface Effect {
  readonly fault: Fault;
  readonly felt: Impact;
  /** Whether the entry's main process was another one afterwards, or gone. */
  readonly died: boolean;
  /** What the misbehaving service reported; undefined if it died before. Kept results have the name. */
  readonly hog: { readonly amount: number; readonly refused: number } | undefined;
}

/** Where faults are injected. */
export interface Scene {
  readonly orders: Orders;
  /** Name of the service that misbehaves. */
  readonly misbehaving: string;
  /** `host:port` of the entry. */
  readonly target: string;
  /** The entry, and the container that it runs in. */
  readonly entry: { readonly service: Service; readonly container: string };
  /** Whether the entry can serve from an event loop. */
  readonly hasLoop: boolean;
  /** Restarts every container. */
  renew(): Promise<void>;
}

/** Effects in the order in which the faults came. */
export type Effects = Readonly<Record<Serving, readonly Effect[]>>;

const harmless: Order = { do: "log", lines: 0, bytes: 100, rate: 0 };

/**
 * Injects one fault after another, in random order, each into services that work.
 * @param random numbers from 0 to 1 that decide the order
 */
export async function injectFaults(scene: Scene, tools: Means, random: () => number, given: Doses): Promise<Effects> {
  const load = await tools.load({ from: "host", target: scene.target, rate: base, seconds: 290 });
  const effects: Record<Serving, Effect[]> = { threads: [], loop: [] };
  try {
    const kinds: readonly Serving[] = scene.hasLoop ? ["threads", "loop"] : ["threads"];
    for (const serving of shuffled(kinds, random))
      for (const [index, [fault, dose]] of orderOf(given[serving], random).entries()) {
        // After a restart it serves with threads.
        const told = scene.hasLoop && (index === 0 || serving === "loop");
        effects[serving].push(await effectOf(fault, dose, { ...scene, serving, told, load }, tools));
      }
    return effects;
  } finally {
    await load.stop();
  }
}

/** Every trial of every fault, in random order. */
export function orderOf(given: Doses[Serving], random: () => number): (readonly [Fault, Dose])[] {
  const wanted = Object.entries(given) as [Fault, Dose][];
  return shuffled(
    wanted.flatMap(([fault, dose]) => Array.from({ length: dose.trials }, () => [fault, dose] as const)),
    random,
  );
}

/** `told`: the entry is told how to serve. */
type Serves = Scene & { readonly serving: Serving; readonly told: boolean; readonly load: Load };

async function effectOf(fault: Fault, { seconds, rate }: Dose, scene: Serves, tools: Means): Promise<Effect> {
  const { orders, target, load } = scene;
  const before = await working(scene, tools);
  const more = rate > base ? await tools.load({ from: "host", target, rate: rate - base, seconds: 30 }) : undefined;
  try {
    const { id, at } = await orders.give(scene.misbehaving, { do: faults[fault], seconds });
    await pause(seconds * 1000, undefined, { signal: tools.signal });
    // The last requests may take a second to end.
    const wanted = base * seconds - 1;
    await load.until(() => (impactIn(load.samples, at, seconds)?.requests ?? 0) >= wanted, lateMs);
    const felt = impactIn([...load.samples, ...((await more?.stop()) ?? [])], at, seconds);
    if (felt === undefined || felt.requests < wanted)
      throw new Error(`only ${felt?.requests ?? 0} of ${wanted} requests were made in time: the host is too busy`);
    const [after, report] = await Promise.all([
      processOf(scene, tools),
      orders.report(scene.misbehaving, id, reportSeconds[fault]).catch(() => undefined),
    ]);
    const hog = report && { amount: report.amount, refused: report.refused };
    return { fault, felt, died: after !== before, hog };
  } finally {
    await more?.stop();
  }
}

/**
 * Waits until the entry serves as wanted and answers, and the misbehaving service takes orders; restarts everything if they do not.
 * @returns identifies the entry's main process
 */
async function working(scene: Serves, tools: Means): Promise<string> {
  const { orders, misbehaving, entry, told, serving } = scene;
  const serve: Order = { do: "serve", as: serving };
  for (const attempt of ["as it is", "renewed"] as const) {
    if (attempt === "renewed") await scene.renew();
    const limits = { seconds: readySeconds[attempt], signal: tools.signal };
    const [ready, serves] = await Promise.all([
      obeys(orders, misbehaving, harmless, limits),
      told ? obeys(orders, entry.service.name, serve, limits) : true,
    ]);
    const process = ready && serves ? await processOf(scene, tools) : undefined;
    if (process !== undefined) return process;
  }
  throw new Error("the services do not work, even after a restart");
}

async function obeys(
  orders: Orders,
  service: string,
  order: Order,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    try {
      const { id } = await orders.give(service, order);
      if ((await orders.report(service, id, 2)) !== undefined) return true;
    } catch {
      signal.throwIfAborted();
      await pause(200, undefined, { signal });
    }
  }
  return false;
}

/** @returns identifies the entry's main process; undefined if the entry does not answer in time */
async function processOf({ target, entry }: Scene, tools: Means): Promise<string | undefined> {
  const order = { ...hostAndPort(target), seconds: answersSeconds };
  const { at } = await tools.host.ask<{ readonly at: number | null }>("await-answer", order);
  if (at === null) return undefined;
  const found = findMainProcess(entry.service, await processesOf(tools, [entry.container]), entry.container);
  return found && `${found.pid} ${found.started}`;
}
