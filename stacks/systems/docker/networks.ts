import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkPlan, Scope } from "../../contract.ts";
import { runProgram } from "../../program.ts";
import { ownerLabels } from "../../rendering/labels.ts";
import type { NetworkWatch } from "./network-watch.ts";

/** Networks of a deployment, on their way. */
export interface Networks {
  readonly resources: readonly docker.Network[];
  /** Name in the rendering to name on the engine, known as soon as the engine has them all. */
  readonly names: Readonly<Record<string, pulumi.Output<string>>>;
}

/**
 * Creates networks. Containers are attached by `names`, without waiting for the resources: see NetworkWatch.
 * Another definition has another name: the new network stands beside the old one, which goes when no container hangs on it any more.
 */
export function createNetworks(
  plans: readonly NetworkPlan[],
  scope: Scope,
  watch: NetworkWatch,
  options: pulumi.CustomResourceOptions,
): Networks {
  const labels = Object.entries(ownerLabels(scope)).map(([label, value]) => ({ label, value }));
  const resources = plans.map(({ name, fullName, internal }) => {
    const args = { name: fullName, driver: "bridge", internal, labels };
    // Said outright: with a name that is given, the SDK would remove the old one first, and fail while containers hang on it.
    return new docker.Network(`${scope.approach}-${name}`, args, { ...options, deleteBeforeReplace: false });
  });
  const fullNames = plans.map(({ fullName }) => fullName);
  // A preview creates nothing that could be waited for.
  const unneeded = pulumi.runtime.isDryRun() || plans.length === 0;
  const there = pulumi.output(unneeded ? undefined : runProgram(() => watch(fullNames)));
  const names = plans.map(({ name, fullName }) => [name, there.apply(() => fullName)] as const);
  return { resources, names: Object.fromEntries(names) };
}
