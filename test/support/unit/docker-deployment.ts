import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentPlan } from "../../../stacks/deployment-plan.ts";
import { Deployment } from "../../../stacks/deployment.ts";
import type { NetworkWatch } from "../../../stacks/systems/docker/network-watch.ts";
import { create } from "../../../stacks/systems/docker/resources.ts";

/** Networks are there as soon as they are asked for. */
export const atOnce: NetworkWatch = () => Promise.resolve();

/** A deployment on Docker, without a provider of its own and with a watch of the tests. */
export function deployment(
  plan: DeploymentPlan,
  watch: NetworkWatch,
  opts: pulumi.ComponentResourceOptions,
): Deployment {
  return new Deployment(plan, (one, parent) => create(one, { parent }, watch, { argv: ["docker"] }), opts);
}
