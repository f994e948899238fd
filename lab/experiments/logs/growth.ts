import { ordersOf } from "../../instruments/orders.ts";
import { doerBesideEntry } from "../../roles.ts";
import type { Subject, Tools } from "../../tools.ts";
import type { CreateBody } from "../../tools/containers.ts";
import { writeAtOnce } from "./burst.ts";

/** More than rotation keeps per container, in lines short enough for every supervisor's logger. */
const size = { lines: 12_000, bytes: 4000, rate: 0 };
const watching = { quiet: 0.7, seconds: 60 };
/** More than any disk has. The daemon may have a default limit, and old versions have no value for "unlimited". */
const unlimited = { Type: "json-file", Config: { "max-size": "1024g" } };

/**
 * Has a service write a lot, and watches Docker's log files and the containers' own layers. Uses clones, whose logs begin empty.
 * @returns the most bytes that they took on disk at one time
 */
export async function growthAsDeployed(subject: Subject, tools: Tools): Promise<number> {
  return growthOfClones(subject, tools, "-rotated", (body) => body);
}

/** The same without a limit on the logs. */
export async function growthUnlimited(subject: Subject, tools: Tools): Promise<number> {
  const change = (body: CreateBody) => ({ ...body, HostConfig: { ...body.HostConfig, LogConfig: unlimited } });
  return growthOfClones(subject, tools, "-unlimited", change);
}

async function growthOfClones(
  subject: Subject,
  tools: Tools,
  suffix: string,
  change: (body: CreateBody) => CreateBody,
): Promise<number> {
  const clones = await tools.clone({ suffix, publish: false, change });
  try {
    await clones.start();
    return await growthOf(subject, tools, clones.names, suffix);
  } finally {
    await clones.remove();
  }
}

async function growthOf(subject: Subject, tools: Tools, names: readonly string[], suffix: string): Promise<number> {
  const { workload } = subject;
  const orders = ordersOf(workload, tools.controlOfClone(suffix));
  const writer = doerBesideEntry(workload, ["log"])?.name ?? workload.entry.service;
  const before = await layersOf(tools, names);
  const paths = await Promise.all(names.map((name) => logPath(tools, name)));
  const missing = names.find((_, index) => paths[index] === "");
  if (missing !== undefined) throw new Error(`Docker keeps no log file of ${missing}`);
  const watched = tools.host.ask<{ most: number }>("log-size", { paths, ...watching });
  const [{ most }] = await Promise.all([watched, writeAtOnce(orders, size, [writer])]);
  return most + Math.max(0, (await layersOf(tools, names)) - before);
}

async function logPath({ api }: Tools, name: string): Promise<string> {
  const { LogPath } = (await api.call("GET", `/containers/${name}/json`)) as { LogPath: string };
  return LogPath;
}

/** Bytes that the containers wrote into their own layers. */
async function layersOf({ api }: Tools, names: readonly string[]): Promise<number> {
  let total = 0;
  for (const name of names) {
    const { SizeRw } = (await api.call("GET", `/containers/${name}/json?size=1`)) as { SizeRw?: number };
    total += SizeRw ?? 0;
  }
  return total;
}
