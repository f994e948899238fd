import type { Experiment, Observations } from "../contract.ts";
import { containerOf, entryAddress, sharersOf } from "../deployment.ts";
import { inGuest, without } from "../instruments/missing.ts";
import { entryOf, peerOf } from "../roles.ts";
import type { CommonTools, Subject, Tools } from "../tools.ts";
import type { From, Precise, Prober } from "../tools/requests.ts";
import { blocksOf } from "./latency/blocks.ts";
import { addressOfEntry, hostOfEntry } from "./latency/entrys-host.ts";
import { published } from "./latency/forwarded.ts";
import { inHostNetwork, takesItsPort } from "./latency/host-network.ts";
import {
  figureOf,
  latencyFigures,
  measuredOf,
  medianOf,
  withoutPath,
  type Measured,
  type Path,
} from "./latency/paths.ts";
import { withProbers } from "./latency/probers.ts";

export const latency: Experiment = {
  name: "latency",
  title: "Latency and throughput",
  question: "How long does a request take on each network path?",
  method:
    "Probes join network namespaces and make 500 requests per second, one after another, each with a new connection or all on one that is kept. Latency counts from when a request should have begun. " +
    "Paths: over loopback in the entry's namespace; from the peer's namespace at the address that the peer uses; from the host to the published port, which docker-proxy takes; " +
    "from a network namespace that Docker does not know to the published port of a copy of the entry, which the kernel forwards (DNAT); and from the host to a copy in the host's network, if the entry has its own container and its variables say where it listens. " +
    "Within a cell each path is visited twice, 80 requests a time after 10 that do not count, in an order that is random in each cell and recorded. The path from the peer is measured a second time as services.again: the two figures must not differ. " +
    "Added: the median from the peer less that over loopback in the same cell. Lookup: what getaddrinfo takes for the entry's name in the peer's namespace. " +
    "Most requests per second: four connections for 0.4 s, after everything else.",
  excludes:
    "Other machines and real network cards; p99, for which the experiment tail makes enough requests. Most of a latency is the entry's own work. Throughput depends on each approach's CPU limit: services in one container share the sum of their limits.",
  kind: "timing",
  about: ["entry", "peer"],
  besideOthers: false,
  begins: "resumed",
  figures: latencyFigures,
  async run(subject, tools) {
    const { deployment, workload } = subject;
    const entry = { container: containerOf(deployment, workload.entry.service), port: workload.entry.port };
    return published(tools, deployment, entry, (forwarded) =>
      overHostNetwork(subject, tools, async (hostnet, missing) => {
        const outside = (await tools.outside()).container;
        const ways = { forwarded: { from: { container: outside }, target: forwarded }, ...onHost(hostnet) };
        return measure(subject, tools, { host: await hostOfEntry(subject, tools), looksUp: true, ways }, missing);
      }),
    );
  },
  async elsewhere(subject, tools) {
    if (tools.containers.inGuest) return { values: {}, missing: without(Object.keys(current), inGuest) };
    const missing = { ...withoutPath("forwarded", noCopy), ...withoutPath("hostnet", noCopy), lookup: noNames };
    return measure(subject, tools, { host: await addressOfEntry(subject, tools), looksUp: false, ways: {} }, missing);
  },
};

const current = Object.fromEntries(Object.entries(latencyFigures).filter(([, one]) => one.withdrawn === undefined));
const noCopy =
  "This path leads to a copy of the entry with other settings, which the Engine API makes; the verbs make no copies.";
const noNames = "The probe is on the peer's network, and has not the peer's file of names: it asks the address.";

function onHost(target: string | undefined) {
  return target === undefined ? {} : { hostnet: { from: "host", target } as const };
}

const perSecond = 500;
const requests = 80;
const warmUp = 10;
const burstSeconds = 0.4;
const lookups = 100;

/** Paths, and where each begins and ends: an address as `host:port`. */
type Ways = Partial<Record<Path, { readonly from: From; readonly target: string }>>;

/** Where the entry is. */
interface Places {
  /** Its host for the peer. */
  readonly host: string;
  /** Whether that is a name that the peer's probe can look up. */
  readonly looksUp: boolean;
  /** Paths to copies of it. */
  readonly ways: Ways;
}

async function measure(
  { name, deployment, workload }: Subject,
  tools: CommonTools,
  { host, looksUp, ways }: Places,
  missing: Readonly<Record<string, string>>,
): Promise<Observations> {
  const peer = peerOf(workload).name;
  const { port } = workload.entry;
  const places: Ways = {
    loopback: { from: { container: containerOf(deployment, workload.entry.service) }, target: `127.0.0.1:${port}` },
    services: { from: { container: containerOf(deployment, peer) }, target: `${host}:${port}` },
    published: { from: "host", target: entryAddress(deployment) },
    ...ways,
  };
  return withProbers(tools, places, async (probes) => {
    const lookup = "lookup";
    const blocks = blocksOf<Measured | typeof lookup>(
      [...measuredOf(Object.keys(places) as Path[]), ...(looksUp ? ([lookup] as const) : [])],
      name,
      tools.turn,
    );
    const found = new Map<string, Precise[]>();
    for (const block of blocks) {
      const figure = block === lookup ? lookup : figureOf(block);
      const { prober, target } = probes(block === lookup ? "services" : block.path);
      const result = await (block === lookup
        ? prober.lookUp(host, port, lookups / 2)
        : prober.measure({ target, connection: block.connection, rate: perSecond, requests, warmUp }));
      found.set(figure, [...(found.get(figure) ?? []), result]);
    }
    const medians = Object.fromEntries([...found].map(([figure, results]) => [figure, medianOf(results, figure)]));
    const bursts = { loopback: await burst(probes("loopback")), published: await burst(probes("published")) };
    const all = [...[...found.values()].flat(), ...Object.values(bursts)];
    return {
      values: {
        ...medians,
        "services.new.added": less(medians, "services.new.p50", "loopback.new.p50"),
        "services.kept.added": less(medians, "services.kept.p50", "loopback.kept.p50"),
        "loopback.rate": bursts.loopback.latencies.length / bursts.loopback.seconds,
        "published.rate": bursts.published.latencies.length / bursts.published.seconds,
        errors: all.reduce((sum, { errors }) => sum + errors, 0),
      },
      missing,
      details: { order: blocks.map((block) => (block === lookup ? lookup : figureOf(block))) },
    };
  });
}

function burst({ prober, target }: { readonly prober: Prober; readonly target: string }): Promise<Precise> {
  return prober.measure({ target, rate: "fastest", seconds: burstSeconds });
}

function less(medians: Readonly<Record<string, number>>, figure: string, other: string): number {
  return (medians[figure] ?? Number.NaN) - (medians[other] ?? Number.NaN);
}

/** @param use gets the address of a copy of the entry in the host's network, or undefined and reasons for the figures that are missing then */
async function overHostNetwork(
  { deployment, workload }: Subject,
  tools: Tools,
  use: (address: string | undefined, missing: Readonly<Record<string, string>>) => Promise<Observations>,
): Promise<Observations> {
  const entry = entryOf(workload);
  const without = (reason: string) => use(undefined, withoutPath("hostnet", reason));
  const sharers = sharersOf(deployment, entry.name);
  if (sharers.length > 0) return without(`the entry shares its container with ${sharers.join(", ")}`);
  if (!takesItsPort(entry)) return without("the entry's variable PORT does not set the port that it listens on");
  const place = { entry, container: containerOf(deployment, entry.name) };
  const measured = await inHostNetwork(tools, place, (address) => use(address, {}));
  return measured ?? without("the entry's variable BIND does not set the address that it listens on");
}
