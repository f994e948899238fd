import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Experiment } from "../contract.ts";
import type { Sample } from "../harness/load.ts";

export const update: Experiment = {
  name: "update",
  title: "Update",
  question: "One service's code changes under load: what restarts, and what is lost?",
  method:
    "A comment is added to the client's source and pulumi up runs, while 100 requests per second arrive at the published port.",
  excludes: "Rolling updates behind a load balancer, which none of these approaches has.",
  kind: "categorical",
  workload: "hello",
  besideOthers: false,
  figures: {
    deploy: { title: "pulumi up takes", unit: "s", better: "lower" },
    "server.restarted": { title: "the server restarts although only the client changed", unit: "yes-no", better: "no" },
    outage: { title: "longest time without an answer", unit: "ms", better: "lower" },
    lost: { title: "requests lost", unit: "count", better: "lower" },
    containers: { title: "containers replaced", unit: "count", better: "lower" },
  },
  async run({ stack, project, deployment }, { units, load, signal }) {
    const source = join(project.folder, "services/hello/client.py");
    const text = await readFile(source, "utf8");
    const before = await Promise.all(units.names.map(units.state));
    const requests = await load({ from: "host", rate, seconds: 240 });
    const begun = Date.now();
    let deploySeconds: number;
    try {
      await writeFile(source, `${text}\n# Changed at ${new Date(begun).toISOString()}.\n`);
      await project.up(stack, signal);
      deploySeconds = (Date.now() - begun) / 1000;
      await pause(afterwardsMs, undefined, { signal });
    } finally {
      await writeFile(source, text);
      await requests.stop();
    }
    const samples = await requests.stop();
    const after = await Promise.all(units.names.map(units.state));
    const changed = units.names.filter((_, index) => before[index]?.Id !== after[index]?.Id);
    const { server } = deployment.services;
    return {
      values: {
        deploy: deploySeconds,
        "server.restarted": changed.includes(server?.unit ?? ""),
        outage: longestGap(samples),
        lost: samples.filter(({ outcome }) => outcome !== "ok").length,
        containers: changed.length,
      },
    };
  },
};

const rate = 100;
const afterwardsMs = 500;

/** Longest time between the ends of two good answers that follow each other, beyond what the rate makes, in milliseconds; 0 without failures. */
function longestGap(samples: readonly Sample[]): number {
  if (samples.every(({ outcome }) => outcome === "ok")) return 0;
  const ends = samples
    .filter(({ outcome }) => outcome === "ok")
    .map(({ at, latencyMs }) => at + latencyMs)
    .sort((a, b) => a - b);
  const gaps = ends.slice(1).map((end, index) => end - (ends[index] ?? end));
  return Math.max(0, ...gaps) - 1000 / rate;
}
