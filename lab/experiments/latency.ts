import type { Experiment, Observations, Subject, Tools } from "../contract.ts";
import type { Precise, PrecisePlan } from "../harness/precise.ts";
import { inHostNetwork } from "./latency/host-network.ts";
import { latencyFigures, quantiles, withoutPath } from "./latency/paths.ts";

export const latency: Experiment = {
  name: "latency",
  title: "Latency and throughput",
  question: "What does each network path cost?",
  method:
    "A probe joins the network namespace and makes one request after another at 300 per second for 1 s, each with a new connection as the workload's client makes it; " +
    "latency counts from when the request should have begun. From the server's namespace over loopback (the probe is a container of its own: a shared network namespace), " +
    "from the client's as the client reaches the server, from the host to the published port, and, where the server has a container to itself, from the host to a copy of it in the host's network. " +
    "Most requests per second: four connections for 0.4 s. A round has 300 requests per path, so its p99.9 is its slowest request.",
  excludes:
    "Other machines and real network cards; looking up the server's name, which is done once. Throughput is bounded by each approach's processor limit: services that share a container share the sum of their limits.",
  kind: "timing",
  workload: "hello",
  besideOthers: false,
  begins: "resumed",
  withTwin: true,
  figures: {
    ...latencyFigures,
    "loopback.rate": {
      title: "inside the server's network namespace: most requests per second",
      unit: "per-second",
      better: "higher",
    },
    "published.rate": {
      title: "from the host to the published port: most requests per second",
      unit: "per-second",
      better: "higher",
    },
    errors: { title: "requests that failed", unit: "count", better: "lower" },
  },
  async run({ deployment }, tools) {
    const { precise, control } = tools;
    const { server, client } = deployment.services;
    if (server === undefined || client === undefined) throw new Error("the workload has no server or no client");
    const inside = `127.0.0.1:${serverPort}`;
    const named = `${(await control("client", "exec", "printenv", "SERVER_HOST")).output.trim()}:${serverPort}`;
    const published = new URL(deployment.url).host;
    // Where the two share a container, one probe does both.
    const shared = server.unit === client.unit;
    const [loopback, loopbackFastest, fromShared] = await precise({
      from: { unit: server.unit },
      plans: [steady(inside), fastest(inside), ...(shared ? [steady(named)] : [])],
    });
    const [services] = shared ? [fromShared] : await precise({ from: { unit: client.unit }, plans: [steady(named)] });
    const [host, hostFastest] = await precise({ from: "host", plans: [steady(published), fastest(published)] });
    const found = [loopback, services, host, loopbackFastest, hostFastest].filter((one) => one !== undefined);
    const hostNetwork = await overHostNetwork(deployment, tools);
    return {
      values: {
        ...quantiles("loopback", loopback),
        ...quantiles("services", services),
        ...quantiles("published", host),
        ...hostNetwork.values,
        "loopback.rate": rate(loopbackFastest),
        "published.rate": rate(hostFastest),
        errors: found.reduce((sum, { errors }) => sum + errors, 0),
      },
      ...(hostNetwork.missing === undefined ? {} : { missing: hostNetwork.missing }),
    };
  },
};

const serverPort = 8080;
const perSecond = 300;

async function overHostNetwork(
  { services }: Subject["deployment"],
  tools: Tools,
): Promise<Pick<Observations, "values" | "missing">> {
  const unit = services.server?.unit ?? "";
  const sharing = Object.entries(services).filter(([name, service]) => name !== "server" && service.unit === unit);
  if (sharing.length > 0) {
    const others = sharing.map(([name]) => name).join(", ");
    return { values: {}, missing: withoutPath("hostnet", `the server shares its container with ${others}`) };
  }
  const [result] = await inHostNetwork(tools, unit, (address) =>
    tools.precise({ from: "host", plans: [steady(address)] }),
  );
  return { values: quantiles("hostnet", result) };
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
