import { setTimeout as pause } from "node:timers/promises";
import type { Service } from "../../../services/contract.ts";
import { containerOf } from "../../deployment.ts";
import { findMainProcess, processesOf } from "../../instruments/processes.ts";
import type { Subject, Tools } from "../../tools.ts";
import type { Load } from "../../tools/requests.ts";

const withinSeconds = 60;

/** The probe looks by then, so that it misses nothing. */
const probeStartsMs = 300;

/** Requests that have failed so far. */
export function failed({ samples }: Pick<Load, "samples">): number {
  return samples.filter(({ outcome }) => outcome !== "ok").length;
}

/** Identifies a service's main process; undefined if it does not run. */
export async function mainOf({ deployment }: Subject, tools: Tools, service: Service): Promise<string | undefined> {
  const container = containerOf(deployment, service.name);
  const found = findMainProcess(service, await processesOf(tools, [container]), container);
  return found === undefined ? undefined : `${found.pid} since ${found.started}`;
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
  const { Id: id } = await containers.state(container);
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
