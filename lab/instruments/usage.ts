import { hostAndPort } from "../addresses.ts";
import { entryAddress, type Deployment } from "../deployment.ts";
import type { HostProbe } from "../tools.ts";
import type { Containers } from "../tools/containers.ts";

/** Memory of several containers and of the processes outside that run for them, in bytes. */
export interface Usage {
  readonly anonymous: number;
  /** Usage without inactive file pages, as `docker stats` shows it. */
  readonly workingSet: number;
  /** Largest usage since the start, with page cache, added up over the containers. */
  readonly peak: number;
  /** PSS of all processes inside. */
  readonly pss: number;
  /** PSS of shims and port proxies. */
  readonly outside: number;
  /** PIDs on the host of all processes inside. */
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
 * Measures the memory and processes of containers once.
 * @param deployment its published port tells which docker-proxy belongs to it
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
