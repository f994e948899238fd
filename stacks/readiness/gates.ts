import type * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan, StartCondition } from "../container-plan.ts";
import { gate, type Waiting } from "./ready.ts";

/** Holds the creation of containers back until others have reached what they start after. */
export interface StartGates {
  /** What has to be done before a container is created. */
  before(container: ContainerPlan): readonly pulumi.Resource[];
  /** Makes a container known to those that start after it. */
  add(plan: ContainerPlan, resource: pulumi.CustomResource): void;
}

/**
 * A gate for each container that others start after, and each condition: all of them share it. It runs again only when that container is
 * created again. Containers that stay are not touched then; new ones wait.
 */
export function startGates(waiting: Waiting): StartGates {
  const known = new Map<string, { readonly plan: ContainerPlan; readonly resource: pulumi.CustomResource }>();
  const gates = new Map<string, pulumi.Resource>();
  const gateOf = ({ container, condition }: StartCondition): pulumi.Resource => {
    const needed = known.get(container);
    if (needed === undefined)
      throw new Error(`a container starts after "${container}", which is not created before it`);
    const { plan, resource } = needed;
    // A container is started when it is created.
    if (condition === "started") return resource;
    const key = `${container} ${condition}`;
    const found = gates.get(key) ?? gate({ plan, id: resource.id }, condition, waiting);
    gates.set(key, found);
    return found;
  };
  return {
    before: ({ startsAfter }) => startsAfter.map(gateOf),
    add(plan, resource) {
      known.set(plan.name, { plan, resource });
    },
  };
}
