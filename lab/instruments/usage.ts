import { hostAndPort } from "../addresses.ts";
import { entryAddress, type Deployment } from "../deployment.ts";
import type { HostProbe } from "../tools.ts";
import type { Containers } from "../tools/containers.ts";

/** Memory of several containers and of what runs outside for them, in bytes. */
export interface Usage {
  readonly anonymous: number;
  /** Usage without inactive file pages, which is what `docker stats` shows. */
  readonly workingSet: number;
  /** Each container's largest usage since its start, added up; page cache is in it. */
  readonly peak: number;
  /** Of all processes inside. */
  readonly pss: number;
  /** PSS of shims and port proxies. */
  readonly outside: number;
  /** Ids on the host of all processes inside. */
  readonly processes: readonly number[];
  readonly outsideProcesses: number;
}

interface Found {
  readonly containers: Readonly<Record<string, ContainerUsage>>;
  readonly outside: { readonly pss: number; readonly processes: number };
}

interface ContainerUsage {
  readonly anonymous: number;
  readonly workingSet: number;
  readonly peak: number;
  readonly pss: number;
  readonly processes: readonly number[];
}

/**
 * Looks once at everything that containers take.
 * @param deployment whose published entry's port proxy is charged
 * @param names of the containers. @default all containers
 */
export async function usageOf(
  { names: all, state }: Pick<Containers, "names" | "state">,
  host: HostProbe,
  deployment: Deployment,
  names: readonly string[] = all,
): Promise<Usage> {
  const states = await Promise.all(names.map(state));
  const containers = states.map(({ Id, State }) => ({ id: Id, pid: State.Pid }));
  const order = { containers, ports: [String(hostAndPort(entryAddress(deployment)).port)], pss: true };
  const { containers: found, outside } = await host.ask<Found>("usage", order);
  const each = Object.values(found);
  const total = (of: (usage: ContainerUsage) => number) => each.reduce((sum, usage) => sum + of(usage), 0);
  return {
    anonymous: total(({ anonymous }) => anonymous),
    workingSet: total(({ workingSet }) => workingSet),
    peak: total(({ peak }) => peak),
    pss: total(({ pss }) => pss),
    outside: outside.pss,
    processes: each.flatMap(({ processes }) => processes),
    outsideProcesses: outside.processes,
  };
}
