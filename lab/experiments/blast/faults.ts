import { setTimeout as pause } from "node:timers/promises";
import type { Service } from "../../../services/contract.ts";
import { hostAndPort } from "../../addresses.ts";
import type { Order, Orders } from "../../instruments/orders.ts";
import { findMainProcess, processesOf } from "../../instruments/processes.ts";
import type { Tools } from "../../tools.ts";
import type { Load } from "../../tools/requests.ts";
import { impactIn, type Impact } from "./impact.ts";

/** Injected faults, and what the service is told to do for each; in the order of the figures. */
export const faults = { memory: "leak", forks: "fork", disk: "fill", cpu: "spin" } as const;
export type Fault = keyof typeof faults;

/** How long each fault lasts, in seconds: a leak reaches every limit before that. */
export const faultSeconds: Readonly<Record<Fault, number>> = { memory: 1, forks: 2, disk: 2, cpu: 2 };
/**
 * How often each fault is injected: an odd number. Only the effect of a leak varies between trials: on some hosts the kernel
 * sometimes kills a second process before the memory of the first one is free.
 */
export const trials: Readonly<Record<Fault, number>> = { memory: 5, forks: 1, disk: 1, cpu: 1 };

/** How long to wait for the service's report, in seconds: a service that leaks is seldom alive to write it. */
const reportSeconds: Readonly<Record<Fault, number>> = { memory: 0.2, forks: 1, disk: 1, cpu: 1 };

const rate = 100;
const answersSeconds = 8;
const readySeconds = 6;

/** What one fault did to the entry. */
export interface Effect {
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
  /** Restarts every container. */
  renew(): Promise<void>;
}

const harmless: Order = { do: "log", lines: 0, bytes: 100, rate: 0 };

/** Injects one fault after another, each into services that work. */
export async function injectFaults(scene: Scene, tools: Tools): Promise<Record<Fault, Effect[]>> {
  const load = await tools.load({ from: "host", target: scene.target, rate, seconds: 120 });
  try {
    const effects: Record<Fault, Effect[]> = { memory: [], forks: [], disk: [], cpu: [] };
    for (const fault of Object.keys(faults) as Fault[])
      while (effects[fault].length < trials[fault]) effects[fault].push(await effectOf(fault, scene, tools, load));
    return effects;
  } finally {
    await load.stop();
  }
}

async function effectOf(fault: Fault, scene: Scene, tools: Tools, load: Load): Promise<Effect> {
  const { orders } = scene;
  const before = await working(scene, tools);
  const seconds = faultSeconds[fault];
  const { id, at } = await orders.give(scene.misbehaving, { do: faults[fault], seconds });
  await pause(seconds * 1000, undefined, { signal: tools.signal });
  // The last requests may take a second to end.
  const all = () => (impactIn(load.samples, at, seconds)?.requests ?? 0) >= rate * seconds - 1;
  await load.until(all, 1500);
  const felt = impactIn(load.samples, at, seconds);
  if (felt === undefined) throw new Error("no request was made meanwhile");
  const [after, report] = await Promise.all([
    processOf(scene, tools),
    orders.report(scene.misbehaving, id, reportSeconds[fault]).catch(() => undefined),
  ]);
  const died = after !== before;
  return { felt, died, hog: report && { amount: report.amount, refused: report.refused } };
}

/**
 * Waits until the entry answers and the misbehaving service takes orders; restarts everything if they do not.
 * @returns identifies the entry's main process
 */
async function working(scene: Scene, tools: Tools): Promise<string> {
  for (const attempt of ["as it is", "renewed"]) {
    if (attempt === "renewed") await scene.renew();
    const [process, takes] = await Promise.all([processOf(scene, tools), takesOrders(scene, tools.signal)]);
    if (process !== undefined && takes) return process;
  }
  throw new Error("the services do not work, even after a restart");
}

async function takesOrders({ orders, misbehaving }: Scene, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + readySeconds * 1000;
  while (Date.now() < deadline) {
    try {
      const { id } = await orders.give(misbehaving, harmless);
      if ((await orders.report(misbehaving, id, 2)) !== undefined) return true;
    } catch {
      signal.throwIfAborted();
      await pause(200, undefined, { signal });
    }
  }
  return false;
}

/** @returns identifies the entry's main process; undefined if the entry does not answer in time */
async function processOf({ target, entry }: Scene, tools: Tools): Promise<string | undefined> {
  const order = { ...hostAndPort(target), seconds: answersSeconds };
  const { at } = await tools.host.ask<{ readonly at: number | null }>("await-answer", order);
  if (at === null) return undefined;
  const found = findMainProcess(entry.service, await processesOf(tools, [entry.container]), entry.container);
  return found && `${found.pid} ${found.started}`;
}
