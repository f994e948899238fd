import type { Service } from "../../services/contract.ts";
import type { CommonTools } from "../tools.ts";

/** A process in a container, from /proc of the host. */
export interface Process {
  /** PIDs on Docker's host. */
  readonly pid: number;
  readonly parent: number;
  /** PID in the container. */
  readonly inside: number;
  /** Whether it descends from the container's PID 1; what `exec` starts does not. */
  readonly descends: boolean;
  /** State code as in ps(1); `Z` is a zombie. */
  readonly state: string;
  readonly argv: readonly string[];
  readonly uid: number;
  readonly gid: number;
  /** Masks in hexadecimal: capabilities that it holds or can take without exec, and its bounding set. */
  readonly capabilities: string;
  readonly bounding: string;
  readonly noNewPrivileges: boolean;
  /** 2: a seccomp filter applies. */
  readonly seccomp: number;
  /** Start time in clock ticks since the host's boot: it identifies the process together with the PID. */
  readonly started: number;
  /** Processor time that it has used, in milliseconds. */
  readonly cpuMs: number;
  readonly listening: readonly { readonly address: string; readonly port: number }[];
}

/** @returns the processes of every container, by container name */
export async function processesOf(
  { containers, host }: Pick<CommonTools, "containers" | "host">,
  names: readonly string[] = containers.names,
): Promise<ReadonlyMap<string, readonly Process[]>> {
  const states = await Promise.all(names.map((name) => containers.state(name)));
  const order = states.map(({ id, pid }) => ({ id, pid }));
  const found = await host.ask<Record<string, readonly Process[]>>("processes", { containers: order });
  return new Map(names.map((name, index) => [name, found[order[index]?.id ?? ""] ?? []]));
}

/** A service's main process: the one that runs the service's command. @returns undefined if there is none */
export function findMainProcess(
  { command }: Pick<Service, "command">,
  processes: ReadonlyMap<string, readonly Process[]>,
  container: string,
): Process | undefined {
  const wanted = command.join("\0");
  return processes.get(container)?.find(({ argv, descends }) => descends && argv.join("\0") === wanted);
}

/** A service's main process. @throws if there is none */
export function mainProcess(
  service: Pick<Service, "name" | "command">,
  processes: ReadonlyMap<string, readonly Process[]>,
  container: string,
): Process {
  const found = findMainProcess(service, processes, container);
  if (found === undefined) throw new Error(`no process of ${container} runs the command of ${service.name}`);
  return found;
}

/** Number of capabilities in a mask. @param mask in hexadecimal */
export function capabilityCount(mask: string): number {
  return BigInt(`0x${mask}`).toString(2).replaceAll("0", "").length;
}

/** PIDs of a process and all its descendants. @param first its PID */
export function family(processes: readonly Process[], first: number): ReadonlySet<number> {
  const found = new Set([first]);
  for (const pid of found) for (const one of processes) if (one.parent === pid) found.add(one.pid);
  return found;
}
