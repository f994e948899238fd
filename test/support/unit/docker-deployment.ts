import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentPlan } from "../../../stacks/deployment-plan.ts";
import { Deployment } from "../../../stacks/deployment.ts";
import type { SecretValues } from "../../../stacks/systems/contract.ts";
import type { NetworkWatch } from "../../../stacks/systems/docker/network-watch.ts";
import { create } from "../../../stacks/systems/docker/resources.ts";

/** Networks exist at once. */
export const atOnce: NetworkWatch = () => Promise.resolve();

const builder = { legacy: false, proxies: undefined };

/** A deployment on Docker, without its own provider and with a fake watch. */
export function deployment(
  plan: DeploymentPlan,
  watch: NetworkWatch,
  opts: pulumi.ComponentResourceOptions,
  secrets: SecretValues = {},
): Deployment {
  return new Deployment(
    plan,
    (one, parent) => create(one, { parent }, { watch, argv: ["docker"], builder }, secrets),
    opts,
    secrets,
  );
}
