import { quantile } from "simple-statistics";
import type { Experiment } from "../contract.ts";
import type { Precise, PrecisePlan } from "../harness/precise.ts";

export const latency: Experiment = {
  name: "latency",
  title: "Latency and throughput",
  question: "What does each network path cost?",
  method:
    "A probe joins the network namespace and makes one request after another at 200 per second, each with a new connection as the workload's client makes it; latency counts from when the request should have begun. The same from the server's namespace over loopback, from the client's as the client reaches the server, and from the host to the published port. Most requests per second: four connections for 1.5 s. p99.9 has few samples in a round; all rounds' samples together give its value in the report's data.",
  excludes:
    "Other machines and real network cards. Throughput is bounded by each approach's processor limit: services that share a container share the sum of their limits.",
  kind: "timing",
  workload: "hello",
  besideOthers: false,
  figures: {
    "loopback.p50": { title: "inside the server's network namespace: median", unit: "us", better: "lower" },
    "loopback.p90": { title: "inside the server's network namespace: p90", unit: "us", better: "lower" },
    "loopback.p99": { title: "inside the server's network namespace: p99", unit: "us", better: "lower" },
    "loopback.p999": { title: "inside the server's network namespace: p99.9", unit: "us", better: "lower" },
    "services.p50": {
      title: "from the client's to the server, as the client reaches it: median",
      unit: "us",
      better: "lower",
    },
    "services.p90": {
      title: "from the client's to the server, as the client reaches it: p90",
      unit: "us",
      better: "lower",
    },
    "services.p99": {
      title: "from the client's to the server, as the client reaches it: p99",
      unit: "us",
      better: "lower",
    },
    "services.p999": {
      title: "from the client's to the server, as the client reaches it: p99.9",
      unit: "us",
      better: "lower",
    },
    "published.p50": { title: "from the host to the published port: median", unit: "us", better: "lower" },
    "published.p90": { title: "from the host to the published port: p90", unit: "us", better: "lower" },
    "published.p99": { title: "from the host to the published port: p99", unit: "us", better: "lower" },
    "published.p999": { title: "from the host to the published port: p99.9", unit: "us", better: "lower" },
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
  async run({ deployment }, { precise, control }) {
    const { server, client } = deployment.services;
    if (server === undefined || client === undefined) throw new Error("the workload has no server or no client");
    const inside = `127.0.0.1:${serverPort}`;
    const named = `${(await control("client", "exec", "printenv", "SERVER_HOST")).output.trim()}:${serverPort}`;
    const published = new URL(deployment.url).host;
    const [loopback, loopbackFastest] = await precise({
      from: { unit: server.unit },
      plans: [steady(inside), fastest(inside)],
    });
    const [services] = await precise({ from: { unit: client.unit }, plans: [steady(named)] });
    const [host, hostFastest] = await precise({ from: "host", plans: [steady(published), fastest(published)] });
    const all = { loopback, services, published: host };
    const results = [loopback, services, host, loopbackFastest, hostFastest].filter((one) => one !== undefined);
    return {
      values: {
        ...Object.fromEntries(Object.entries(all).flatMap(([path, result]) => quantiles(path, result))),
        "loopback.rate": rate(loopbackFastest),
        "published.rate": rate(hostFastest),
        errors: results.reduce((sum, { errors }) => sum + errors, 0),
      },
    };
  },
};

const serverPort = 8080;
const perSecond = 200;
const seconds = 2;

function steady(target: string): PrecisePlan {
  return { target, rate: perSecond, seconds };
}

function fastest(target: string): PrecisePlan {
  return { target, rate: "fastest", seconds: 1.5 };
}

function quantiles(path: string, result: Precise | undefined): [string, number][] {
  if (result === undefined || result.latencies.length === 0) throw new Error(`nothing answered on the path ${path}`);
  return Object.entries({ p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 }).map(([name, share]) => [
    `${path}.${name}`,
    quantile([...result.latencies], share),
  ]);
}

function rate(result: Precise | undefined): number {
  return result === undefined ? 0 : result.latencies.length / result.seconds;
}
