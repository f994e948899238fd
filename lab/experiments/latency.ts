import type { Experiment, Observations } from "../contract.ts";
import { containerOf, entryAddress, sharersOf } from "../deployment.ts";
import { entryOf, hostVariableOf, peerOf } from "../roles.ts";
import type { Subject, Tools } from "../tools.ts";
import type { Precise, PrecisePlan } from "../tools/requests.ts";
import { inHostNetwork, takesItsPort } from "./latency/host-network.ts";
import { latencyFigures, quantiles, withoutPath } from "./latency/paths.ts";

export const latency: Experiment = {
  name: "latency",
  title: "Latency and throughput",
  question: "How long does a request take on each network path?",
  method:
    "A probe joins a network namespace and makes 300 requests per second for 1 s, one after another, each with a new connection. " +
    "Latency counts from when the request should have begun. Four paths: over loopback in the entry's namespace (the probe is a container of its own that shares it); " +
    "from the peer's namespace at the address that the peer uses; from the host to the published port; and from the host to a copy of the entry in the host's network, if the entry has its own container and its variables say where it listens. " +
    "Most requests per second: four connections for 0.4 s. A round has 300 requests per path, so its p99.9 is its slowest request.",
  excludes:
    "Other machines and real network cards; the DNS lookup of the entry's name, which happens once. Throughput depends on each approach's CPU limit: services in one container share the sum of their limits.",
  kind: "timing",
  about: ["entry", "peer"],
  besideOthers: false,
  begins: "resumed",
  withTwin: true,
  figures: {
    ...latencyFigures,
    "loopback.rate": {
      title: "loopback in the entry's container, most requests per second",
      unit: "per-second",
      better: "higher",
    },
    "published.rate": {
      title: "host to published port, most requests per second",
      unit: "per-second",
      better: "higher",
    },
    errors: { title: "requests that failed", unit: "count", better: "lower" },
  },
  async run(subject, tools) {
    const { precise } = tools;
    const { deployment, workload } = subject;
    const entry = containerOf(deployment, workload.entry.service);
    const peer = containerOf(deployment, peerOf(workload).name);
    const inside = `127.0.0.1:${workload.entry.port}`;
    const host = await tools.control(peerOf(workload).name, "exec", "printenv", hostVariableOf(workload));
    const named = `${host.output.trim()}:${workload.entry.port}`;
    const published = entryAddress(deployment);
    // In a shared container one probe measures both paths.
    const shared = entry === peer;
    const [loopback, loopbackFastest, fromShared] = await precise({
      from: { container: entry },
      plans: [steady(inside), fastest(inside), ...(shared ? [steady(named)] : [])],
    });
    const [services] = shared ? [fromShared] : await precise({ from: { container: peer }, plans: [steady(named)] });
    const [outside, outsideFastest] = await precise({ from: "host", plans: [steady(published), fastest(published)] });
    const found = [loopback, services, outside, loopbackFastest, outsideFastest].filter((one) => one !== undefined);
    const hostNetwork = await overHostNetwork(subject, tools);
    return {
      values: {
        ...quantiles("loopback", loopback),
        ...quantiles("services", services),
        ...quantiles("published", outside),
        ...hostNetwork.values,
        "loopback.rate": rate(loopbackFastest),
        "published.rate": rate(outsideFastest),
        errors: found.reduce((sum, { errors }) => sum + errors, 0),
      },
      ...(hostNetwork.missing === undefined ? {} : { missing: hostNetwork.missing }),
    };
  },
};

const perSecond = 300;

async function overHostNetwork(
  { deployment, workload }: Subject,
  tools: Tools,
): Promise<Pick<Observations, "values" | "missing">> {
  const entry = entryOf(workload);
  const without = (reason: string) => ({ values: {}, missing: withoutPath("hostnet", reason) });
  const sharers = sharersOf(deployment, entry.name);
  if (sharers.length > 0) return without(`the entry shares its container with ${sharers.join(", ")}`);
  if (!takesItsPort(entry)) return without("the entry's variable PORT does not set the port that it listens on");
  const place = { entry, container: containerOf(deployment, entry.name) };
  const measured = await inHostNetwork(tools, place, (address) =>
    tools.precise({ from: "host", plans: [steady(address)] }),
  );
  if (measured === undefined) return without("the entry's variable BIND does not set the address that it listens on");
  return { values: quantiles("hostnet", measured[0]) };
}

function steady(target: string): PrecisePlan {
  return { target, rate: perSecond, seconds: 1 };
}

function fastest(target: string): PrecisePlan {
  return { target, rate: "fastest", seconds: 0.4 };
}

function rate(result: Precise | undefined): number {
  return result === undefined ? 0 : result.latencies.length / result.seconds;
}
