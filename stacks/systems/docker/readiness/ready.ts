import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan, HealthPlan } from "../../../container-plan.ts";

/** A container's plan and its id: another container means that readiness is waited for again. */
export interface StartedContainer {
  readonly plan: ContainerPlan;
  readonly id: pulumi.Input<string>;
}

/**
 * A step that ends when every container is healthy, and fails with the reason when one will not be.
 * @param docker the words before a docker sub-command
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
      // No shell in between: when the update is cancelled, what ends is the waiting itself.
      interpreter: ["node", "stacks/systems/docker/readiness/settle.mjs"],
      create: request,
      logging: "none",
    },
    options,
  );
}

const marginSeconds = 30;

/** Long enough for every check that may still turn out well, and a margin for a slow machine. */
export function readyWithinSeconds(health: HealthPlan | undefined): number {
  if (health === undefined) return marginSeconds;
  return (
    health.startPeriodSeconds + (health.retries + 1) * (health.intervalSeconds + health.timeoutSeconds) + marginSeconds
  );
}
