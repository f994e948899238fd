import { execa } from "execa";
import { controlArgv } from "../../stacks/control/command.ts";
import { startOrder, type DeploymentOutput } from "../../stacks/outputs.ts";
import type { ContainerVerb } from "../../stacks/verbs.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { readStatus } from "../control/listing.ts";
import { replicaLabel } from "../control/replica-label.ts";

/** A container, or a service, and its control command of the outputs. */
export interface Controlled {
  /** For messages. */
  readonly name: string;
  readonly control: string;
  /** Seconds in which it becomes healthy after its start, or completes. */
  readonly withinSeconds: number;
}

/** What does not work in a deployment. */
export interface Trouble {
  /** Containers that do not run, in an order in which they can be started. */
  readonly containers: readonly Controlled[];
  /** Services that do not run, in containers that do. */
  readonly services: readonly Controlled[];
  /** Services that run to completion and have failed. */
  readonly tasks: readonly Controlled[];
  /** Containers that are unhealthy, or not healthy yet. */
  readonly unhealthy: readonly Controlled[];
}

/** Asks every container and every service of a deployment; all at the same time. Changes nothing. */
export async function troubleIn({ services, containers }: DeploymentOutput): Promise<Trouble> {
  const replicas = Object.entries(services).flatMap(([service, { replicas: all, completesWithinSeconds }]) =>
    all.map(({ container, control }, index) => ({
      name: replicaLabel(service, index, all.length),
      control,
      container,
      withinSeconds: completesWithinSeconds ?? 0,
      completes: completesWithinSeconds !== undefined,
      // Alone in its container: the container's state is its own.
      alone: control === containers[container]?.control,
    })),
  );
  const ofContainers = startOrder(containers).map(async (container) => {
    const { control = "", readyWithinSeconds } = containers[container] ?? {};
    const [down, unhealthy] = await Promise.all([
      isDown(control),
      readyWithinSeconds === undefined ? false : isUnhealthy(control),
    ]);
    return { name: container, control, withinSeconds: readyWithinSeconds ?? 0, down, unhealthy };
  });
  const ofServices = replicas
    .filter(({ alone }) => !alone)
    .map(async (replica) => ({ ...replica, down: await isDown(replica.control) }));
  const [seen, shared] = await Promise.all([Promise.all(ofContainers), Promise.all(ofServices)]);
  const down = new Set(seen.filter((one) => one.down).map(({ name }) => name));
  const failed = replicas.filter(({ completes, alone, container }) => completes && alone && down.has(container));
  return {
    containers: seen.filter(({ name }) => down.has(name) && !failed.some(({ container }) => container === name)),
    services: shared.filter((one) => one.down && !one.completes && !down.has(one.container)),
    tasks: [...failed, ...shared.filter((one) => one.down && one.completes && !down.has(one.container))],
    unhealthy: seen.filter((one) => one.unhealthy && !down.has(one.name)),
  };
}

/** Whether there is none. */
export function isFine({ containers, services, tasks, unhealthy }: Trouble): boolean {
  return containers.length + services.length + tasks.length + unhealthy.length === 0;
}

/** Runs a verb of a control command. @returns its standard output, and whether it exits with 0 */
export async function ask(
  control: string,
  verb: ContainerVerb,
): Promise<{ readonly ok: boolean; readonly said: string }> {
  const [command, ...args] = controlArgv(control, verb);
  const { exitCode, stdout } = await execa(command, args, { cwd: projectRoot, reject: false });
  return { ok: exitCode === 0, said: stdout.trim() };
}

/** Stopped or given up. What cannot be asked is gone, which is the systems' business. */
async function isDown(control: string): Promise<boolean> {
  const { state } = readStatus((await ask(control, "status")).said);
  return state === "stopped" || state === "failed";
}

/** What a container's last check said; undefined if it is healthy. */
export async function complaintOf(control: string): Promise<string | undefined> {
  const { ok, said } = await ask(control, "health");
  return ok && !/^(healthy|unchecked)\b/.test(said) ? said : undefined;
}

async function isUnhealthy(control: string): Promise<boolean> {
  return (await complaintOf(control)) !== undefined;
}
