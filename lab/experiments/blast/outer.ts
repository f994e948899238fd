import { containersOf } from "../../deployment.ts";
import { scratchOf } from "../../instruments/orders.ts";
import { rules } from "../../rules/rules.ts";
import type { Subject, Tools } from "../../tools.ts";
import type { Clones, CreateBody } from "../../tools/containers.ts";

/** A small host that the lab models with a cgroup, and a disk that all containers share. */
export interface SmallHost {
  /** Bytes. */
  readonly memory: number;
  /** Number of processes. */
  readonly pids: number;
  readonly diskMiB: number;
}

const smallHost: SmallHost = {
  memory: rules.faults.hostMemory.value * 1024 ** 2,
  pids: rules.faults.hostProcesses.value,
  diskMiB: rules.faults.hostDisk.value,
};

/** Suffix of the clones' names. */
export const suffix = "-default";

/** Clones without limits of their own, each in its own cgroup, on a small host. */
export interface OnSmallHost {
  readonly clones: Clones;
  remove(): Promise<void>;
}

/** @returns why the Docker daemon cannot put containers into a given cgroup; undefined if it can */
export async function whyNoSmallHost({ api }: Pick<Tools, "api">): Promise<string | undefined> {
  const { CgroupDriver } = (await api.call("GET", "/info")) as { CgroupDriver: string };
  if (CgroupDriver === "cgroupfs") return undefined;
  return `Docker leaves cgroups to ${CgroupDriver}, so the lab cannot create a parent cgroup with limits.`;
}

/**
 * Creates the cgroup, a small file system and the clones. They publish the subject's port, so the subject must not run.
 * After a failure, everything that was created is removed.
 */
export async function onSmallHost(
  { deployment, workload }: Subject,
  tools: Tools,
  host: SmallHost = smallHost,
): Promise<OnSmallHost> {
  const [first = ""] = containersOf(deployment);
  const scratch = new Set(
    workload.services.filter((one) => one.name in (workload.roles?.misbehaves ?? {})).map(scratchOf),
  );
  const name = `${first}${suffix}`;
  const undo: (() => Promise<unknown>)[] = [];
  const remove = async () => {
    // Each step runs even if the one before failed.
    const failures: unknown[] = [];
    for (const step of undo.splice(0).toReversed()) await step().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };
  try {
    const parent = await parentOf(tools, first);
    const path = await cgroupFor(tools, { parent, name }, host, undo);
    undo.push(() => tools.docker.run(["volume", "rm", "--force", name]));
    const options = ["type=tmpfs", "device=tmpfs", `o=size=${host.diskMiB}m,mode=1777`];
    const words = [...tools.labels, "--driver", "local", ...options.flatMap((option) => ["--opt", option]), name];
    await tools.docker.run(["volume", "create", ...words]);
    const clones = await tools.clone({
      suffix,
      publish: true,
      change: (body) => freed(body, path, { disk: name, scratch }),
    });
    undo.push(() => clones.remove());
    await clones.start();
    return { clones, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Creates a parent cgroup for containers. @param undo gets what removes it @returns its path, for Docker */
export async function cgroupFor(
  tools: Pick<Tools, "docker" | "host">,
  place: { readonly parent: string; readonly name: string },
  { memory, pids }: Pick<SmallHost, "memory" | "pids">,
  undo: (() => Promise<unknown>)[],
): Promise<string> {
  undo.push(() => removeCgroup(tools, place));
  const { path } = await tools.host.ask<{ path: string }>("outer-group", { do: "make", ...place, memory, pids });
  return path;
}

/** Works after an abort too, when `host.ask` does not. */
function removeCgroup({ docker, host }: Pick<Tools, "docker" | "host">, place: object): Promise<unknown> {
  const words = ["exec", "--interactive", host.container, "python3", "/lab/outer-group.py"];
  return docker.run(words, { input: JSON.stringify({ do: "remove", ...place }) });
}

/** The subject's parent cgroup: some containers mount a part of the cgroup tree, and must stay in it. */
async function parentOf({ api }: Tools, container: string): Promise<string> {
  const { HostConfig } = (await api.call("GET", `/containers/${container}/json`)) as {
    HostConfig: { CgroupParent?: string };
  };
  const parent = HostConfig.CgroupParent ?? "";
  if (parent === "") return "/docker";
  return parent.startsWith("/") ? parent : `/${parent}`;
}

/** Removes the container's own limits, and puts the scratch folders of all misbehaving services on one disk. */
function freed(
  body: CreateBody,
  group: string,
  { disk, scratch }: { readonly disk: string; readonly scratch: ReadonlySet<string> },
): CreateBody {
  const { Tmpfs, Mounts } = body.HostConfig as {
    Tmpfs?: Readonly<Record<string, string>>;
    Mounts?: readonly unknown[];
  };
  const given = Object.entries(Tmpfs ?? {});
  const mounts = given
    .filter(([path]) => scratch.has(path))
    .map(([Target]) => ({ Type: "volume", Source: disk, Target, VolumeOptions: { NoCopy: true } }));
  return {
    ...body,
    HostConfig: {
      ...body.HostConfig,
      ...{ Memory: 0, MemorySwap: 0, MemoryReservation: 0, NanoCpus: 0, CpuQuota: 0, CpuPeriod: 0, PidsLimit: 0 },
      CgroupParent: group,
      Tmpfs: Object.fromEntries(given.filter(([path]) => !scratch.has(path))),
      Mounts: [...(Mounts ?? []), ...mounts],
    },
  };
}
