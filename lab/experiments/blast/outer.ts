import { containersOf } from "../../deployment.ts";
import { scratchOf } from "../../instruments/orders.ts";
import type { Subject, Tools } from "../../tools.ts";
import type { Clones, CreateBody } from "../../tools/containers.ts";

/** Bounds of the group and of the disk that services without limits of their own share. */
const bounds = { memory: 512 * 1024 ** 2, pids: 300, diskMiB: 64 };

/** Behind the names of the clones. */
export const suffix = "-unlimited";

/** Clones without limits of their own, inside bounds of the lab's. */
export interface Unlimited {
  readonly clones: Clones;
  remove(): Promise<void>;
}

/** @returns why the engine cannot be given a control group to put containers into; undefined where it can */
export async function whyNoOuterGroup({ api }: Pick<Tools, "api">): Promise<string | undefined> {
  const { CgroupDriver } = (await api.call("GET", "/info")) as { CgroupDriver: string };
  if (CgroupDriver === "cgroupfs") return undefined;
  return `The engine leaves control groups to ${CgroupDriver}, so the lab can make none that bounds containers from outside.`;
}

/**
 * Makes the group, a small file system and the clones, which publish the subject's port: it must not run.
 * Whatever fails, what was made until then is removed.
 */
export async function withoutLimits({ deployment, workload }: Subject, tools: Tools): Promise<Unlimited> {
  const [first = ""] = containersOf(deployment);
  const scratch = new Set(
    workload.services.filter((one) => one.name in (workload.roles?.misbehaves ?? {})).map(scratchOf),
  );
  const parent = await parentOf(tools, first);
  const name = `${first}${suffix}`;
  const undo: (() => Promise<unknown>)[] = [];
  const remove = async () => {
    // Each is tried whatever became of the one before.
    const failures: unknown[] = [];
    for (const step of undo.splice(0).toReversed()) await step().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };
  try {
    undo.push(() => onHost(tools, { do: "remove", parent, name }));
    const { path } = await tools.host.ask<{ path: string }>("outer-group", { do: "make", parent, name, ...bounds });
    undo.push(() => tools.docker.run(["volume", "rm", "--force", name]));
    const options = ["type=tmpfs", "device=tmpfs", `o=size=${bounds.diskMiB}m,mode=1777`];
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

/** Also after an abort, when the probe takes no questions any more. */
function onHost({ docker, host }: Tools, input: unknown): Promise<unknown> {
  const words = ["exec", "--interactive", host.container, "python3", "/lab/outer-group.py"];
  return docker.run(words, { input: JSON.stringify(input) });
}

/** Below the group that the engine uses for the subject: some have a part of the tree of control groups mounted, and must stay in it. */
async function parentOf({ api }: Tools, container: string): Promise<string> {
  const { HostConfig } = (await api.call("GET", `/containers/${container}/json`)) as {
    HostConfig: { CgroupParent?: string };
  };
  const parent = HostConfig.CgroupParent ?? "";
  if (parent === "") return "/docker";
  return parent.startsWith("/") ? parent : `/${parent}`;
}

/** Without limits of its own; and the folders of all services that go wrong are on one disk. */
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
