import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan } from "../container-plan.ts";
import { controlArgv } from "../control/command.ts";
import type { DeploymentPlan } from "../deployment-plan.ts";
import { marginSeconds, readyWithinSeconds } from "../rendering/readiness.ts";
import { commandLine } from "../rendering/shell.ts";

/** A container's plan and its id: with another id, what waits for it runs again. */
export interface StartedContainer {
  readonly plan: ContainerPlan;
  readonly id: pulumi.Input<string>;
}

/** Words of a system's command line, up to the names of containers; see `Subcommands` in request.mjs. */
export interface EngineWords {
  readonly look: readonly string[];
  readonly start: readonly string[];
  readonly kill: readonly string[];
  readonly logs: readonly string[];
  readonly exec: readonly string[];
  readonly limit?: readonly string[];
}

/** What a deployment's programs that wait have in common. */
export interface Waiting {
  readonly plan: DeploymentPlan;
  readonly engine: EngineWords;
  readonly options: pulumi.CustomResourceOptions;
}

/**
 * A step that ends when every container is healthy or has completed, and so has every service of a shared container that runs to completion.
 * It fails with the reason as soon as one cannot become so.
 */
export function waitUntilReady(containers: readonly StartedContainer[], waiting: Waiting): local.Command {
  const tasks = tasksOf(waiting.plan);
  const longest = Math.max(
    ...containers.map(({ plan }) => reachedWithinSeconds(plan)),
    ...tasks.map(({ withinSeconds }) => withinSeconds + marginSeconds),
  );
  const awaited = containers.map(({ plan, id }) => ({ ...awaitedOf(plan, id), pids: pidsOf(plan) }));
  return waitingStep("ready", { timeoutSeconds: longest, containers: awaited, tasks }, waiting);
}

/**
 * Ends when a container has reached a condition, so that containers that start after it can be created. It does not wait for the system's
 * first check, which comes only after an interval, but runs the check itself.
 */
export function gate(
  { plan, id }: StartedContainer,
  condition: "healthy" | "completed",
  waiting: Waiting,
): local.Command {
  const { health } = plan;
  const probe = condition === "healthy" && health !== undefined ? { probe: health.probe ?? health.argv } : {};
  // What runs to completion may have ended when the readiness step begins.
  const pids = condition === "completed" ? { pids: pidsOf(plan) } : {};
  const containers = [{ ...awaitedOf(plan, id), ...probe, ...pids }];
  const request = { timeoutSeconds: reachedWithinSeconds(plan), containers, tasks: [] };
  return waitingStep(`${plan.name}-${condition}`, request, waiting);
}

/** The largest number of processes that Linux has: a limit that limits nothing still tells that the container was waited for. */
const unlimitedPids = 2 ** 22;

function pidsOf({ limits }: ContainerPlan): number {
  return limits.pids ?? unlimitedPids;
}

function awaitedOf({ name, fullName: container, completes }: ContainerPlan, id: pulumi.Input<string>) {
  const until = completes === undefined ? "healthy" : "completed";
  return { name, container, id, until, ...completes };
}

interface Task {
  readonly service: string;
  readonly container: string;
  readonly control: readonly string[];
  readonly withinSeconds: number;
  readonly logs: string;
}

/** Services that run to completion in a container that they share. */
function tasksOf({ scope, rendering, output }: DeploymentPlan): Task[] {
  return Object.entries(rendering.services).flatMap(([service, { completes, control }]) => {
    if (completes === undefined || control === "system") return [];
    const replicas = output.services[service]?.replicas ?? [];
    return replicas.map((replica) => ({
      service,
      container: replica.container,
      control: controlArgv(replica.control),
      withinSeconds: completes.withinSeconds,
      logs: `npm run ctl -- ${commandLine([targetOf(scope), service])} logs`,
    }));
  });
}

/** As `npm run ctl` takes it. */
function targetOf({ stack, approach }: DeploymentPlan["scope"]): string {
  return stack === approach ? stack : `${stack}/${approach}`;
}

function waitingStep(name: string, request: object, { plan: { scope }, engine, options }: Waiting): local.Command {
  const again = `npm run up -- ${commandLine([scope.stack])}`;
  return new local.Command(
    `${scope.approach}-${name}`,
    {
      // No shell in between, so that cancelling the update ends the process that waits.
      interpreter: ["node", "stacks/readiness/settle.mjs"],
      create: pulumi.jsonStringify({ subcommands: engine, again, ...request }),
      logging: "none",
    },
    options,
  );
}

function reachedWithinSeconds({ health, completes }: ContainerPlan): number {
  return completes === undefined ? readyWithinSeconds(health) : completes.withinSeconds + marginSeconds;
}
