import type { Service } from "../../services/contract.ts";
import type { Tools } from "../tools.ts";

/** A process in a container, as the kernel describes it. */
export interface Process {
  /** Ids on the engine's host. */
  readonly pid: number;
  readonly parent: number;
  /** Id in the container. */
  readonly inside: number;
  /** Whether the container's first process is above it: what the engine starts in a running container is not. */
  readonly descends: boolean;
  /** As ps(1) has it; `Z` is a zombie. */
  readonly state: string;
  readonly argv: readonly string[];
  readonly uid: number;
  readonly gid: number;
  /** Masks in hexadecimal: held, or to be had without a new program; and the bounding set. */
  readonly capabilities: string;
  readonly bounding: string;
  readonly noNewPrivileges: boolean;
  /** 2: its system calls are filtered. */
  readonly seccomp: number;
  /** When it began, in clock ticks since the host was booted: with the id it is the same process, and no other one. */
  readonly started: number;
  readonly listening: readonly { readonly address: string; readonly port: number }[];
}

/** @returns the processes of every container, by its name */
export async function processesOf(
  { containers, host }: Pick<Tools, "containers" | "host">,
  names: readonly string[] = containers.names,
): Promise<ReadonlyMap<string, readonly Process[]>> {
  const states = await Promise.all(names.map((name) => containers.state(name)));
  const order = states.map(({ Id, State }) => ({ id: Id, pid: State.Pid }));
  const found = await host.ask<Record<string, readonly Process[]>>("processes", { containers: order });
  return new Map(names.map((name, index) => [name, found[order[index]?.id ?? ""] ?? []]));
}

/** A service's main process: the one that runs the service's command. @returns undefined where there is none */
export function findMainProcess(
  { command }: Pick<Service, "command">,
  processes: ReadonlyMap<string, readonly Process[]>,
  container: string,
): Process | undefined {
  const wanted = command.join("\0");
  return processes.get(container)?.find(({ argv, descends }) => descends && argv.join("\0") === wanted);
}

/** A service's main process. @throws where there is none */
export function mainProcess(
  service: Pick<Service, "name" | "command">,
  processes: ReadonlyMap<string, readonly Process[]>,
  container: string,
): Process {
  const found = findMainProcess(service, processes, container);
  if (found === undefined) throw new Error(`no process of ${container} runs the command of ${service.name}`);
  return found;
}

/** How many capabilities a mask has. @param mask in hexadecimal */
export function capabilityCount(mask: string): number {
  return BigInt(`0x${mask}`).toString(2).replaceAll("0", "").length;
}

/** A process and everything below it. */
export function family(processes: readonly Process[], first: number): ReadonlySet<number> {
  const found = new Set([first]);
  for (const pid of found) for (const one of processes) if (one.parent === pid) found.add(one.pid);
  return found;
}
