import * as pulumi from "@pulumi/pulumi";
import type { DeploymentPlan } from "./deployment-plan.ts";
import type { DeploymentOutput } from "./outputs.ts";
import type { Planned } from "./plan/stack.ts";
import type { CreateDeployment, SecretValues, System } from "./systems/contract.ts";

/** One deployed approach: a component whose children its system creates. */
export class Deployment extends pulumi.ComponentResource {
  /** Its part of the stack outputs; known once every container is ready. */
  readonly output: pulumi.Output<DeploymentOutput>;
  readonly approach: string;

  constructor(
    plan: DeploymentPlan,
    create: CreateDeployment,
    opts: pulumi.ComponentResourceOptions = {},
    secrets: SecretValues = {},
  ) {
    const { approach } = plan.scope;
    super("container-approaches:index:Deployment", approach, {}, opts);
    this.approach = approach;
    this.output = create(plan, this, secrets).apply(() => plan.output);
    // The stack outputs have everything else.
    this.registerOutputs({ url: this.output.entry.url });
  }
}

/** Deploys every plan on its system. Loads each system's creator once. */
export async function deployAll(
  planned: readonly Planned[],
  secrets: SecretValues = {},
): Promise<readonly Deployment[]> {
  const creators = new Map<System, CreateDeployment>();
  for (const system of new Set(planned.map((one) => one.system))) creators.set(system, await system.creator());
  return planned.flatMap(({ plan, system }) => {
    const create = creators.get(system);
    return create === undefined ? [] : [new Deployment(plan, create, {}, secrets)];
  });
}

/** The stack output `deployments`, by approach. */
export function outputsByApproach(
  deployments: readonly Deployment[],
): Readonly<Record<string, pulumi.Output<DeploymentOutput>>> {
  return Object.fromEntries(deployments.map(({ approach, output }) => [approach, output] as const));
}
