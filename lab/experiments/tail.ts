import { quantile } from "simple-statistics";
import type { Experiment, Observations } from "../contract.ts";
import { containerOf, entryAddress } from "../deployment.ts";
import { randomInTurn, shuffled } from "../random.ts";
import { peerOf } from "../roles.ts";
import { rules } from "../rules/rules.ts";
import type { CommonTools, Subject } from "../tools.ts";
import type { Precise } from "../tools/requests.ts";
import { addressOfEntry, hostOfEntry } from "./latency/entrys-host.ts";
import { withProbers } from "./latency/probers.ts";

const perSecond = 600;
const warmUp = 200;
const paths = ["services", "published"] as const;
type Path = (typeof paths)[number];

export const tail: Experiment = {
  name: "tail",
  title: "Slow requests",
  question: "How long does the slowest request of a hundred take?",
  method:
    `${rules.measuring.tailRequests.value} requests per path, ${perSecond} per second, one after another, each with a new connection, after ${warmUp} that do not count. ` +
    "Latency counts from when a request should have begun. The paths from the peer's namespace and from the host to the published port, one after the other, in an order that is random in each cell and recorded.",
  excludes:
    "What happens at higher rates, where requests wait for each other. Bursts. p99.9, for which there are too few requests.",
  kind: "steady",
  about: ["entry", "peer"],
  besideOthers: false,
  begins: "resumed",
  long: true,
  figures: {
    "services.new.p99": { title: "peer to entry, a connection per request, p99", unit: "us", better: "lower" },
    "published.new.p99": {
      title: "host to published port, a connection per request, p99",
      unit: "us",
      better: "lower",
    },
  },
  run: async (subject, tools) => measured(subject, tools, await hostOfEntry(subject, tools)),
  elsewhere: async (subject, tools) => measured(subject, tools, await addressOfEntry(subject, tools)),
};

async function measured(
  { name, deployment, workload }: Subject,
  tools: CommonTools,
  host: string,
): Promise<Observations> {
  const { turn } = tools;
  const peer = peerOf(workload).name;
  const requests = rules.measuring.tailRequests.value;
  const random = randomInTurn(`tail ${name}`, turn);
  const order = shuffled(paths, random);
  const places = {
    services: { from: { container: containerOf(deployment, peer) }, target: `${host}:${workload.entry.port}` },
    published: { from: "host", target: entryAddress(deployment) },
  } as const;
  return withProbers(tools, places, async (probe) => {
    const found: Partial<Record<Path, Precise>> = {};
    for (const path of order) {
      const { prober, target } = probe(path);
      found[path] = await prober.measure({ target, connection: "new", rate: perSecond, requests, warmUp });
    }
    const p99 = (path: Path) => tailOf(found[path], requests);
    return {
      values: { "services.new.p99": p99("services"), "published.new.p99": p99("published") },
      details: { order, errors: Object.fromEntries(order.map((path) => [path, found[path]?.errors ?? 0])) },
    };
  });
}

/** A failed request took longer than any other. @returns p99 in microseconds @throws if one in a hundred failed: then there is no p99 */
export function tailOf(result: Precise | undefined, requests: number): number {
  const latencies = result?.latencies ?? [];
  const failed = requests - latencies.length;
  if (failed >= requests / 100) throw new Error(`${failed} of ${requests} requests failed, so there is no p99`);
  return quantile([...latencies, ...Array.from({ length: failed }, () => Number.POSITIVE_INFINITY)], 0.99);
}
