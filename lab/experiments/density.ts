import type { Experiment, Observations } from "../contract.ts";
import { containerOf } from "../deployment.ts";
import { hiddenPages, without } from "../instruments/missing.ts";
import { usageOf } from "../instruments/usage.ts";
import { peerOf } from "../roles.ts";
import { systemsRules } from "../rules/systems.ts";
import type { CommonTools, Subject } from "../tools.ts";
import { fitted, lineOf, type Point } from "./density/line.ts";

const { copies, hostMemory } = systemsRules.measuring;

/** Numbers of replicas at which memory is read. */
const steps = [1, 5, 10, copies.value] as const;

export const density: Experiment = {
  name: "density",
  title: "How many fit",
  question: `How many copies of a service fit into ${hostMemory.value / 1024} GiB of memory?`,
  method: `Pulumi deploys ${steps.join(", ")} replicas of the peer, each in a container of its own. Each time, once all are healthy and memory stands still, the distinct pages are counted that the peer's containers map and the programs that run on the host for them. A straight line through these points gives what a copy adds, with its standard error; the number of copies is where the line reaches ${hostMemory.value} MiB. Beyond ${copies.value} copies it is extrapolated.`,
  excludes:
    "The kernel's memory, for which a host needs room too; what daemons need more with many containers; processors, which end before memory does if all copies work at once.",
  kind: "categorical",
  about: ["entry", "peer"],
  besideOthers: false,
  long: true,
  withinSeconds: 900,
  figures: {
    first: { title: "memory of the first copy", unit: "bytes", better: "lower", counted: false },
    each: { title: "memory that a copy adds", unit: "bytes", better: "lower", counted: false },
    error: { title: "standard error of what a copy adds", unit: "percent", better: "none" },
    fits: {
      title: `copies that fit into ${hostMemory.value} MiB, extrapolated`,
      unit: "count",
      better: "higher",
      counted: false,
    },
    run: { title: "copies that were really run", unit: "count", better: "none" },
  },
  run,
  elsewhere: run,
};

async function run({ deployment, workload }: Subject, tools: CommonTools): Promise<Observations> {
  const peer = peerOf(workload).name;
  const shares = Object.entries(deployment.services).some(
    ([name, { replicas }]) =>
      name !== peer && replicas.some(({ container }) => container === containerOf(deployment, peer)),
  );
  if (shares) return nothing("The peer shares its container with other services, and so would its replicas.");
  const points: Point[] = [];
  try {
    for (const count of steps) {
      const bytes = await memoryOf(peer, count, tools);
      if (bytes === undefined) return nothing(hiddenPages);
      points.push({ count, bytes });
    }
  } finally {
    await tools.scale(peer, 1);
  }
  const line = lineOf(points);
  return {
    values: {
      ...{ first: points[0]?.bytes ?? 0, each: line.slope, error: (100 * line.error) / line.slope },
      ...{ fits: Math.floor(fitted(line, hostMemory.value * 2 ** 20)), run: copies.value },
    },
    details: { points },
  };
}

async function memoryOf(service: string, count: number, tools: CommonTools): Promise<number | undefined> {
  const { deployment, containers } = await tools.scale(service, count);
  const names = (deployment.services[service]?.replicas ?? []).map(({ container }) => container);
  if (new Set(names).size !== count) throw new Error(`${count} replicas have ${new Set(names).size} containers`);
  await containers.untilHealthy(120_000, names);
  const { engine } = await usageOf(containers, tools.host, { containers: names, ports: [] }, { settle: "quiet" });
  return engine;
}

function nothing(reason: string): Observations {
  return { values: {}, missing: without(Object.keys(density.figures), reason) };
}
