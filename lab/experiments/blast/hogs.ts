import { setTimeout as pause } from "node:timers/promises";
import type { Service } from "../../../services/contract.ts";
import { hostAndPort } from "../../addresses.ts";
import type { Order, Orders } from "../../instruments/orders.ts";
import { findMainProcess, processesOf } from "../../instruments/processes.ts";
import type { Tools } from "../../tools.ts";
import type { Load } from "../../tools/requests.ts";
import { feltIn, type Felt } from "./felt.ts";

/** In the order of the figures. */
export const hogs = { memory: "leak", forks: "fork", disk: "fill", cpu: "spin" } as const;
export type Hog = keyof typeof hogs;

/** How long each goes on: a leak has met any of the limits before that. */
export const hogSeconds: Readonly<Record<Hog, number>> = { memory: 1, forks: 2, disk: 2, cpu: 2 };
/**
 * How often each is let loose, an odd number. Only what a leak does differs from one time to the next: on some hosts the kernel
 * now and then ends a second process before the first one's memory is free.
 */
export const trials: Readonly<Record<Hog, number>> = { memory: 5, forks: 1, disk: 1, cpu: 1 };

/** How long its report is waited for: one that leaks seldom lives to write it. */
const reportSeconds: Readonly<Record<Hog, number>> = { memory: 0.2, forks: 1, disk: 1, cpu: 1 };

const rate = 100;
const answersSeconds = 8;
const readySeconds = 6;

/** What one hog did to the others. */
export interface Effect {
  readonly felt: Felt;
  /** Whether the entry's main process was not the same afterwards, or none was there. */
  readonly died: boolean;
  /** What the hog says of itself; undefined where it did not live to tell. */
  readonly hog: { readonly amount: number; readonly refused: number } | undefined;
}

/** Where hogs are let loose. */
export interface Scene {
  readonly orders: Orders;
  /** Name of the service that goes wrong. */
  readonly hog: string;
  /** `host:port` of the entry. */
  readonly target: string;
  /** The entry, and the container that it runs in. */
  readonly entry: { readonly service: Service; readonly container: string };
  /** Makes every process new. */
  renew(): Promise<void>;
}

const noDeed: Order = { do: "log", lines: 0, bytes: 100, rate: 0 };

/** Lets one hog loose after another, each time on services that work. */
export async function letLoose(scene: Scene, tools: Tools): Promise<Record<Hog, Effect[]>> {
  const load = await tools.load({ from: "host", target: scene.target, rate, seconds: 120 });
  try {
    const effects: Record<Hog, Effect[]> = { memory: [], forks: [], disk: [], cpu: [] };
    for (const hog of Object.keys(hogs) as Hog[])
      while (effects[hog].length < trials[hog]) effects[hog].push(await effectOf(hog, scene, tools, load));
    return effects;
  } finally {
    await load.stop();
  }
}

async function effectOf(hog: Hog, scene: Scene, tools: Tools, load: Load): Promise<Effect> {
  const { orders } = scene;
  const before = await working(scene, tools);
  const seconds = hogSeconds[hog];
  const { id, at } = await orders.give(scene.hog, { do: hogs[hog], seconds });
  await pause(seconds * 1000, undefined, { signal: tools.signal });
  // The last requests may take a second to end.
  const all = () => (feltIn(load.samples, at, seconds)?.requests ?? 0) >= rate * seconds - 1;
  await load.until(all, 1500);
  const felt = feltIn(load.samples, at, seconds);
  if (felt === undefined) throw new Error("no request was made meanwhile");
  const [after, report] = await Promise.all([
    processOf(scene, tools),
    orders.report(scene.hog, id, reportSeconds[hog]).catch(() => undefined),
  ]);
  const died = after !== before;
  return { felt, died, hog: report && { amount: report.amount, refused: report.refused } };
}

/**
 * Waits until the entry answers and the hog takes orders; makes everything new where that does not come by itself.
 * @returns what tells the entry's main process from all others
 */
async function working(scene: Scene, tools: Tools): Promise<string> {
  for (const attempt of ["as it is", "renewed"]) {
    if (attempt === "renewed") await scene.renew();
    const [process, takes] = await Promise.all([processOf(scene, tools), takesOrders(scene, tools.signal)]);
    if (process !== undefined && takes) return process;
  }
  throw new Error("the services do not work, although all their processes are new");
}

async function takesOrders({ orders, hog }: Scene, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + readySeconds * 1000;
  while (Date.now() < deadline) {
    try {
      const { id } = await orders.give(hog, noDeed);
      if ((await orders.report(hog, id, 2)) !== undefined) return true;
    } catch {
      signal.throwIfAborted();
      await pause(200, undefined, { signal });
    }
  }
  return false;
}

/** @returns what tells the entry's main process from all others; undefined where it does not answer in time */
async function processOf({ target, entry }: Scene, tools: Tools): Promise<string | undefined> {
  const order = { ...hostAndPort(target), seconds: answersSeconds };
  const { at } = await tools.host.ask<{ readonly at: number | null }>("await-answer", order);
  if (at === null) return undefined;
  const found = findMainProcess(entry.service, await processesOf(tools, [entry.container]), entry.container);
  return found && `${found.pid} ${found.started}`;
}
