import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan, HealthPlan } from "../../../container-plan.ts";

/** A container's plan and its id: with another id, the readiness step runs again. */
export interface StartedContainer {
  readonly plan: ContainerPlan;
  readonly id: pulumi.Input<string>;
}

/**
 * A step that ends when every container is healthy, and fails with the reason as soon as one cannot become so.
 * @param docker the words before a docker subcommand
 */
export function waitUntilReady(
  name: string,
  containers: readonly StartedContainer[],
  docker: readonly string[],
  options: pulumi.CustomResourceOptions,
): local.Command {
  const request = pulumi.jsonStringify({
    docker,
    timeoutSeconds: Math.max(...containers.map(({ plan }) => readyWithinSeconds(plan.health))),
    containers: containers.map(({ plan, id }) => ({
      name: plan.name,
      container: plan.fullName,
      pids: plan.limits.pids,
      id,
    })),
  });
  return new local.Command(
    name,
    {
      // No shell in between, so that cancelling the update ends the process that waits.
      interpreter: ["node", "stacks/systems/docker/readiness/settle.mjs"],
      create: request,
      logging: "none",
    },
    options,
  );
}

const marginSeconds = 30;

/** Seconds in which a container's checks can still pass, and a margin for a slow machine. */
export function readyWithinSeconds(health: HealthPlan | undefined): number {
  if (health === undefined) return marginSeconds;
  return (
    health.startPeriodSeconds + (health.retries + 1) * (health.intervalSeconds + health.timeoutSeconds) + marginSeconds
  );
}
