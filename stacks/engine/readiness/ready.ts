import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { HealthcheckPlan, UnitPlan } from "../../contract.ts";

/** A unit and the id of its container: another container means that readiness is waited for again. */
export interface StartedUnit {
  readonly plan: UnitPlan;
  readonly id: pulumi.Input<string>;
}

/**
 * A step that ends when every unit is healthy, and fails with the reason when one will not be.
 * @param docker the words before a docker sub-command
 */
export function waitUntilReady(
  name: string,
  units: readonly StartedUnit[],
  docker: readonly string[],
  options: pulumi.CustomResourceOptions,
): local.Command {
  const request = pulumi.jsonStringify({
    docker,
    timeoutSeconds: Math.max(...units.map(({ plan }) => readyWithinSeconds(plan.healthcheck))),
    units: units.map(({ plan, id }) => ({ name: plan.name, container: plan.fullName, pids: plan.limits.pids, id })),
  });
  return new local.Command(
    name,
    {
      // No shell in between: when the update is cancelled, what ends is the waiting itself.
      interpreter: ["node", "stacks/engine/readiness/settle.mjs"],
      create: request,
      logging: "none",
    },
    options,
  );
}

const marginSeconds = 30;

/** Long enough for every check that may still turn out well, and a margin for a slow machine. */
export function readyWithinSeconds(health: HealthcheckPlan | undefined): number {
  if (health === undefined) return marginSeconds;
  return (
    health.startPeriodSeconds + (health.retries + 1) * (health.intervalSeconds + health.timeoutSeconds) + marginSeconds
  );
}
