import { setTimeout as pause } from "node:timers/promises";
import type { Service } from "../../../services/contract.ts";
import { containerOf } from "../../deployment.ts";
import { processesOf, type Process } from "../../instruments/processes.ts";
import type { Subject, Tools } from "../../tools.ts";
import type { Load } from "../../tools/requests.ts";

const withinSeconds = 60;

/** The probe looks by then, so that it misses nothing. */
const probeStartsMs = 300;

/** Requests that have failed so far. */
export function failed({ samples }: Pick<Load, "samples">): number {
  return samples.filter(({ outcome }) => outcome !== "ok").length;
}

/** Identifies the processes in its container that run a service's command. */
export async function mainsOf({ deployment }: Subject, tools: Tools, service: Service): Promise<readonly string[]> {
  const container = containerOf(deployment, service.name);
  const processes = (await processesOf(tools, [container])).get(container) ?? [];
  return runningAs(service, processes);
}

/** Identifies the processes that run a service's command. */
export function runningAs({ command }: Pick<Service, "command">, processes: readonly Process[]): readonly string[] {
  const wanted = command.join("\0");
  const found = processes.filter(({ argv, descends }) => descends && argv.join("\0") === wanted);
  return found.map(({ pid, started }) => `${pid} since ${started}`);
}

/** Whether one of the processes from before is gone, or there was none. */
export function restarted(before: readonly string[], after: readonly string[]): boolean {
  return before.length === 0 || before.some((one) => !after.includes(one));
}

/**
 * Does something that starts workers, and waits until they run.
 * @param container that has them in the end
 * @param count how many processes with the service's command it has in the end
 * @returns time from the beginning until they run, in milliseconds
 */
export async function timeUntilRunning(
  { containers, host, signal }: Tools,
  container: string,
  { command }: Pick<Service, "command">,
  count: number,
  start: () => Promise<void>,
): Promise<number> {
  const { id } = await containers.state(container);
  const order = { id, argv: command, count, seconds: withinSeconds };
  const awaited = host.ask<{ readonly found: boolean }>("await-process", order);
  // Its failure counts only once the start has succeeded.
  awaited.catch(() => undefined);
  await pause(probeStartsMs, undefined, { signal });
  const begun = performance.now();
  await start();
  if (!(await awaited).found) throw new Error(`${container} does not run ${command.join(" ")} ${count} times`);
  return performance.now() - begun;
}
