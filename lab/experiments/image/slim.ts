import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labelPrefix } from "../../../stacks/rendering/labels.ts";
import { containerOf, containersOf, imagesOf } from "../../deployment.ts";
import type { Subject, Tools } from "../../tools.ts";
import type { Clones, CreateBody } from "../../tools/containers.ts";

/** What a deployment's images must contain: bytes, and number of files by container; or the reason why that is unknown. */
export type Slim =
  { readonly bytes: number; readonly files: Readonly<Record<string, number>> } | { readonly reason: string };

/** What opened-files.py prints. */
interface Traced {
  readonly answered: boolean;
  readonly containers: Readonly<Record<string, Packed>>;
}

interface Packed {
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly archive: string;
}

const answersWithinSeconds = 40;
/** Time for a peer's first request and for programs that start late. */
const settleSeconds = 3;
const mark = "until-traced";
/** Waits without opening files, until the tracer is attached and sends SIGUSR1. */
const waits = "trap 'shift; exec \"$@\"' USR1; while :; do read -r _ || sleep 1; done";

/** Results by subject and images. An image's name ends in a hash of its content, so once per run is enough. */
const known = new Map<string, Promise<Slim>>();

/** Traces the deployment's containers, builds images from the files that they opened, and checks that the entry answers from those. */
export function slimOf(subject: Subject, tools: Tools): Promise<Slim> {
  const key = [subject.name, ...imagesOf(subject.deployment)].join(" ");
  const found = known.get(key) ?? slim(subject, tools);
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}

async function slim(subject: Subject, tools: Tools): Promise<Slim> {
  const remote = `/tmp/slim-${subject.name.replace(/\W+/g, "-")}`;
  const local = await mkdtemp(join(tmpdir(), "lab-slim-"));
  try {
    const traced = await trace(subject, tools, remote);
    if ("reason" in traced) return traced;
    const images = await importAll(tools, traced, { subject: subject.name, local });
    try {
      const reason = await prove(subject, tools, images);
      return reason === undefined ? sizeOf(traced) : { reason };
    } finally {
      await tools.docker.attempt(["image", "rm", "--force", ...images.values()]);
    }
  } finally {
    await rm(local, { recursive: true, force: true });
    await tools.docker.attempt(["exec", tools.host.container, "rm", "-rf", remote]);
  }
}

async function trace(
  subject: Subject,
  tools: Tools,
  folder: string,
): Promise<ReadonlyMap<string, Packed> | { readonly reason: string }> {
  const clones = await tools.clone({ suffix: "-trace", publish: false, change: (body) => waiting(unchecked(body)) });
  try {
    await clones.start();
    const states = await Promise.all(clones.names.map((name) => tools.containers.state(name)));
    const containers = clones.names.map((name, index) => ({ name, pid: states[index]?.pid ?? 0 }));
    const place = await placeOf(subject, tools, clones);
    const order = { ...place, containers, seconds: answersWithinSeconds, settle: settleSeconds, folder };
    const { answered, containers: found } = await tools.host.ask<Traced>("opened-files", order);
    if (!answered) {
      return { reason: `With strace attached the entry did not answer within ${answersWithinSeconds} s.` };
    }
    const packed = tools.containers.names.map((container) => [container, found[`${container}-trace`]] as const);
    return new Map(packed.filter((entry): entry is readonly [string, Packed] => entry[1] !== undefined));
  } catch (error) {
    tools.signal.throwIfAborted();
    return { reason: `The containers could not be traced: ${(error as Error).message}.` };
  } finally {
    await clones.remove();
  }
}

/** Copies the archives from the probe's container and imports each as an image. @returns image by container */
async function importAll(
  { docker, host, labels, signal }: Tools,
  traced: ReadonlyMap<string, Packed>,
  { subject, local }: { readonly subject: string; readonly local: string },
): Promise<ReadonlyMap<string, string>> {
  const images = new Map<string, string>();
  const changes = labels.filter((word) => word !== "--label").flatMap((label) => ["--change", `LABEL ${label}`]);
  for (const [container, { archive }] of traced) {
    const file = join(local, `${images.size}.tar`);
    await docker.run(["cp", `${host.container}:${archive}`, file], { signal });
    const tag = `${labelPrefix}/lab-slim:${subject.replace(/\W+/g, "-")}-${images.size}`;
    await docker.run(["import", ...changes, file, tag], { signal });
    images.set(container, tag);
  }
  return images;
}

/** @returns why the images are not enough; undefined if the entry answers from them */
async function prove(subject: Subject, tools: Tools, images: ReadonlyMap<string, string>): Promise<string | undefined> {
  const clones = await tools.clone({
    suffix: "-slim",
    publish: false,
    change: (body, container) => ({ ...unchecked(body), Image: images.get(container) ?? body.Image }),
  });
  try {
    await clones.start();
    const order = { ...(await placeOf(subject, tools, clones)), seconds: answersWithinSeconds };
    const { at } = await tools.host.ask<{ readonly at: number | null }>("await-answer", order);
    if (at !== null) return undefined;
    const container = `${containerOf(subject.deployment, subject.workload.entry.service)}-slim`;
    const { stdout, stderr } = await tools.docker.attempt(["logs", "--tail", "3", container]);
    return `From an image of only those files the entry did not answer; the last lines of its log: ${(stdout + stderr).trim()}`;
  } catch (error) {
    tools.signal.throwIfAborted();
    return `From images of only those files the containers do not start: ${(error as Error).message}`;
  } finally {
    await clones.remove();
  }
}

async function placeOf({ deployment, workload: { entry } }: Subject, tools: Tools, clones: Clones) {
  const index = containersOf(deployment).indexOf(containerOf(deployment, entry.service));
  const name = clones.names[index] ?? "";
  const [host = ""] = await tools.containers.addresses(name);
  return { host, port: entry.port };
}

/** Removes health checks, which are not part of the service, and restarts. */
function unchecked(body: CreateBody): CreateBody {
  const HostConfig = { ...body.HostConfig, RestartPolicy: { Name: "no", MaximumRetryCount: 0 } };
  return { ...body, Healthcheck: { Test: ["NONE"] }, HostConfig };
}

function waiting(body: CreateBody): CreateBody {
  const command = [body.Entrypoint, body.Cmd].flatMap((words) => (Array.isArray(words) ? (words as string[]) : []));
  return { ...body, Entrypoint: null, Cmd: ["/bin/sh", "-c", waits, "sh", mark, ...command], OpenStdin: true };
}

/** A file in several images counts once, as a shared layer does. */
function sizeOf(traced: ReadonlyMap<string, Packed>): Slim {
  const distinct = new Map([...traced.values()].flatMap(({ files }) => files.map(({ path, bytes }) => [path, bytes])));
  const bytes = [...distinct.values()].reduce((total, one) => total + one, 0);
  return { bytes, files: Object.fromEntries([...traced].map(([container, { files }]) => [container, files.length])) };
}
