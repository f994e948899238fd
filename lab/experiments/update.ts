import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Experiment, Observations } from "../contract.ts";
import { containerOf } from "../deployment.ts";
import { without } from "../instruments/missing.ts";
import type { CommonTools, Subject, Tools } from "../tools.ts";
import type { Sample } from "../tools/requests.ts";
import { layersOf } from "./image/layers.ts";
import { peersOwnSource } from "./update/source.ts";

export const update: Experiment = {
  name: "update",
  title: "Update",
  question: "When the peer's code changes under load, what restarts, and what is lost?",
  method:
    "A comment line is added to the first file that only the peer has, and pulumi up runs, while the host sends 100 requests per second to the published port. Layers are those that the images of the containers have afterwards and did not have before.",
  excludes: "Rolling updates behind a load balancer, which none of these approaches has.",
  kind: "categorical",
  about: ["entry", "peer"],
  besideOthers: false,
  figures: {
    deploy: { title: "time of pulumi up", unit: "s", better: "lower" },
    "entry.restarted": { title: "the entry restarts although only the peer changed", unit: "yes-no", better: "no" },
    outage: { title: "longest time without an answer", unit: "ms", better: "lower" },
    lost: { title: "requests lost", unit: "count", better: "lower" },
    containers: { title: "containers replaced", unit: "count", better: "lower" },
    layers: { title: "new layers of images", unit: "count", better: "lower" },
    shipped: { title: "size of the new layers, without compression", unit: "bytes", better: "lower" },
  },
  elsewhere: (subject, tools) => trial(subject, tools, undefined),
  run: (subject, tools) => trial(subject, tools, () => layersOfContainers(tools)),
};

type Layers = () => Promise<ReadonlyMap<string, number>>;

/** @param layers of all containers' images; undefined where images have none */
async function trial(subject: Subject, tools: CommonTools, layers: Layers | undefined): Promise<Observations> {
  const source = await peersOwnSource(subject.workload.name, subject.project.folder);
  if (source !== undefined) return updated(subject, source, tools, layers);
  const reason = "The peer has no file of its own to change.";
  return { values: {}, missing: without(Object.keys(update.figures), reason) };
}

const rate = 100;
const afterwardsMs = 500;

/** @param source path of the file that is changed, and changed back afterwards */
async function updated(
  { stack, project, deployment, workload }: Subject,
  source: string,
  tools: CommonTools,
  layersNow: Layers | undefined,
): Promise<Observations> {
  const { containers, load, signal } = tools;
  const text = await readFile(source, "utf8");
  const before = await Promise.all(containers.names.map(containers.state));
  const layersBefore = await layersNow?.();
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
  const after = await Promise.all(containers.names.map(containers.state));
  const shipped =
    layersBefore === undefined ? undefined : [...((await layersNow?.()) ?? [])].filter(([id]) => !layersBefore.has(id));
  const changed = containers.names.filter((_, index) => before[index]?.id !== after[index]?.id);
  return {
    values: {
      deploy: deploySeconds,
      "entry.restarted": changed.includes(containerOf(deployment, workload.entry.service)),
      outage: longestGap(samples),
      lost: samples.filter(({ outcome }) => outcome !== "ok").length,
      containers: changed.length,
      ...(shipped === undefined ? {} : { layers: shipped.length, shipped: bytesOf(shipped) }),
    },
    missing: shipped === undefined ? without(["layers", "shipped"], noLayers) : {},
  };
}

const noLayers = "This system keeps images as root file systems without layers.";

function bytesOf(layers: readonly (readonly [id: string, bytes: number])[]): number {
  return layers.reduce((sum, [, bytes]) => sum + bytes, 0);
}

/** The layers of all containers' images: bytes by the hash of the content. */
async function layersOfContainers(tools: Tools): Promise<ReadonlyMap<string, number>> {
  const images = new Set<string>();
  for (const name of tools.containers.names) {
    const { Image } = (await tools.api.call("GET", `/containers/${name}/json`)) as { readonly Image: string };
    images.add(Image);
  }
  const found = await Promise.all([...images].map((image) => layersOf(tools, image)));
  return new Map(found.flatMap(({ layers }) => layers.map(({ id, bytes }) => [id, bytes] as const)));
}

/** Longest time between two successive good answers, less the usual interval, in milliseconds; 0 without failures. */
function longestGap(samples: readonly Sample[]): number {
  if (samples.every(({ outcome }) => outcome === "ok")) return 0;
  const ends = samples
    .filter(({ outcome }) => outcome === "ok")
    .map(({ at, latencyMs }) => at + latencyMs)
    .sort((a, b) => a - b);
  const gaps = ends.slice(1).map((end, index) => end - (ends[index] ?? end));
  return Math.max(0, ...gaps) - 1000 / rate;
}
