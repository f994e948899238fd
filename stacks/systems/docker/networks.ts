import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkPlan, Scope } from "../../contract.ts";
import { runProgram } from "../../program.ts";
import { ownerLabels } from "../../rendering/labels.ts";
import type { NetworkWatch } from "./network-watch.ts";

/** Networks of a deployment, which may still be in creation. */
export interface Networks {
  readonly resources: readonly docker.Network[];
  /** Name in the rendering to Docker's name, known as soon as Docker has all of them. */
  readonly names: Readonly<Record<string, pulumi.Output<string>>>;
}

/**
 * Creates networks. Containers are attached by `names`, without waiting for the resources: see NetworkWatch.
 * A changed definition has a new name: the new network is created first, and the old one is removed once no container is attached to it.
 */
export function createNetworks(
  plans: readonly NetworkPlan[],
  scope: Scope,
  watch: NetworkWatch,
  options: pulumi.CustomResourceOptions,
): Networks {
  const labels = Object.entries(ownerLabels(scope)).map(([label, value]) => ({ label, value }));
  const resources = plans.flatMap(
    ({ name, fullName, internal, external = false, subnets = [], options: driverOptions }) => {
      if (external) return [];
      const args: docker.NetworkArgs = {
        ...{ name: fullName, driver: "bridge", internal, labels },
        ...(subnets.length === 0
          ? {}
          : {
              ipamConfigs: subnets.map(({ subnet, gateway, range }) => ({
                ...given("subnet", subnet),
                ...given("gateway", gateway),
                ...given("ipRange", range),
              })),
            }),
        ...(driverOptions === undefined ? {} : { options: { ...driverOptions } }),
      };
      // For a resource with a given name the SDK would remove the old network first, and fail while containers are attached to it.
      return [new docker.Network(`${scope.approach}-${name}`, args, { ...options, deleteBeforeReplace: false })];
    },
  );
  const fullNames = plans.map(({ fullName }) => fullName);
  // A preview creates nothing to wait for.
  const unneeded = pulumi.runtime.isDryRun() || plans.length === 0;
  const there = pulumi.output(unneeded ? undefined : runProgram(() => watch(fullNames)));
  const names = plans.map(({ name, fullName }) => [name, there.apply(() => fullName)] as const);
  return { resources, names: Object.fromEntries(names) };
}

/** A property, or none: to the provider, an undefined property differs from a missing one. */
function given(key: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [key]: value };
}
