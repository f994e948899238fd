import { containersOf } from "../../deployment.ts";
import { askAsRoot } from "../../instruments/programs.ts";
import type { Subject, Tools } from "../../tools.ts";
import type { CreateBody } from "../../tools/containers.ts";

/** What is known of one container: its settings in Docker, and what root in it can do. Kept results call a container a unit. */
export interface UnitFacts {
  readonly unit: string;
  readonly inspected: Inspected;
  /** Whether its image has a health check. */
  readonly imageHealthcheck: boolean;
  readonly root: RootFacts;
  /** `argv[0]` of each process in it. */
  readonly programs: readonly string[];
}

/** Facts that all containers of a deployment share. */
export interface HostFacts {
  /** Whether Docker's host has AppArmor, and SELinux. */
  readonly appArmor: boolean;
  readonly seLinux: boolean;
  /** Container port of the workload's entry: the only one that must be published. */
  readonly entryPort: number;
}

/** What root-inside.py prints. */
export interface RootFacts {
  readonly capabilities: string;
  readonly bounding: string;
  readonly noNewPrivileges: boolean;
  readonly seccomp: number;
  /** Devices of the host that it opened. */
  readonly devices: readonly string[];
  /** Number of devices that did not open. */
  readonly devicesRefused: number;
  readonly devicesNotTried: readonly string[];
  /** Error of `init_module` without a module: EPERM if root may load none, ENOSYS if the kernel has no modules, else ENOEXEC. */
  readonly initModule: string;
  readonly mounts: readonly {
    readonly path: string;
    readonly type: string;
    readonly writable: boolean;
    readonly remounted: boolean;
  }[];
  readonly surfaces: readonly { readonly path: string; readonly writable: boolean; readonly remounted: boolean }[];
}

type Names = readonly string[] | null | undefined;

/** The part of `docker inspect` that the checks read; old Docker versions leave out fields or set them to null. */
export interface Inspected {
  readonly Id: string;
  readonly AppArmorProfile?: string;
  readonly ProcessLabel?: string;
  readonly Mounts: readonly Mount[];
  readonly Config: {
    readonly User?: string;
    readonly Healthcheck?: { readonly Test?: Names } | null;
  };
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, unknown>> };
  readonly HostConfig: {
    readonly Privileged: boolean;
    readonly CapAdd?: Names;
    readonly CapDrop?: Names;
    readonly SecurityOpt?: Names;
    readonly NetworkMode: string;
    readonly PidMode?: string;
    readonly IpcMode?: string;
    readonly UTSMode?: string;
    readonly UsernsMode?: string;
    readonly CgroupParent?: string;
    readonly Memory: number;
    readonly NanoCpus: number;
    readonly CpuShares: number;
    readonly CpuQuota: number;
    readonly PidsLimit?: number | null;
    readonly ReadonlyRootfs: boolean;
    readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
    readonly Devices?: readonly unknown[] | null;
    readonly Sysctls?: Readonly<Record<string, string>> | null;
    readonly MaskedPaths?: Names;
    readonly ReadonlyPaths?: Names;
    readonly PortBindings?: Readonly<Record<string, readonly Binding[] | null>> | null;
  };
}

export interface Mount {
  readonly Type: string;
  readonly Source?: string;
  readonly Destination: string;
  readonly RW?: boolean;
  readonly Propagation?: string;
}

interface Binding {
  readonly HostIp?: string;
  readonly HostPort?: string;
}

/** Runs root-inside.py in a container; if that has no Python, in a clone from the probes' image with the same settings. */
async function rootFacts(tools: Tools, unit: string, { Mounts }: Inspected): Promise<RootFacts> {
  const found = await askAsRoot<RootFacts>(tools, unit, "root-inside", orderOf(Mounts));
  return found ?? rootFactsOfClone(tools, unit, Mounts, (config) => config);
}

/** The same in a clone from the probes' image. @param change of the clone's host settings */
export async function rootFactsOfClone(
  tools: Tools,
  unit: string,
  mounts: readonly Pick<Mount, "Type" | "Destination">[],
  change: (config: CreateBody["HostConfig"]) => CreateBody["HostConfig"],
): Promise<RootFacts> {
  const clones = await tools.clone({
    suffix: "-root",
    publish: false,
    containers: [unit],
    change: (body) => ({
      ...body,
      Image: tools.probeImage,
      Entrypoint: null,
      Cmd: ["sleep", "600"],
      Healthcheck: { Test: ["NONE"] },
      HostConfig: change(body.HostConfig),
    }),
  });
  try {
    await clones.start();
    const found = await askAsRoot<RootFacts>(tools, clones.names[0] ?? "", "root-inside", orderOf(mounts));
    if (found === undefined) throw new Error(`a container with the settings of ${unit} does not run Python`);
    return found;
  } finally {
    await clones.remove();
  }
}

function orderOf(mounts: readonly Pick<Mount, "Type" | "Destination">[]) {
  return { mounts: mounts.filter(({ Type }) => Type === "bind").map(({ Destination }) => Destination) };
}

/** The facts of every container. @param programs `argv[0]` of the processes, by container */
export async function factsOf(
  { deployment }: Pick<Subject, "deployment">,
  tools: Tools,
  programs: ReadonlyMap<string, readonly string[]>,
): Promise<UnitFacts[]> {
  const facts: UnitFacts[] = [];
  for (const unit of containersOf(deployment)) {
    const inspected = (await tools.api.call("GET", `/containers/${unit}/json`)) as Inspected & {
      readonly Image: string;
    };
    const image = (await tools.api.call("GET", `/images/${inspected.Image}/json`)) as Pick<Inspected, "Config">;
    const imageHealthcheck = hasHealthcheck(image);
    const root = await rootFacts(tools, unit, inspected);
    facts.push({ unit, inspected, imageHealthcheck, root, programs: programs.get(unit) ?? [] });
  }
  return facts;
}

/** Whether a health check is set, and not set to none. */
export function hasHealthcheck({ Config }: Pick<Inspected, "Config">): boolean {
  const [kind] = Config.Healthcheck?.Test ?? [];
  return kind !== undefined && kind !== "NONE";
}
