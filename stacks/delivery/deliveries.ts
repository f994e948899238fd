import type * as pulumi from "@pulumi/pulumi";
import type { DeliveredMount } from "../container-plan.ts";
import type { DeploymentPlan } from "../deployment-plan.ts";

/** What delivers the files of a deployment's delivered mounts. */
export interface Deliveries {
  /** Each mount once: replicas have the same. */
  readonly mounts: readonly DeliveredMount[];
  /** What must be there before a container that has one of the mounts. */
  readonly before: readonly pulumi.Resource[];
}

/** Each delivered mount of a deployment, once. */
export function deliveredMounts({ rendering }: Pick<DeploymentPlan, "rendering">): readonly DeliveredMount[] {
  const mounts = rendering.containers.flatMap((container) => container.mounts);
  const delivered = mounts.filter((mount) => mount.kind === "delivered");
  return [...new Map(delivered.map((mount) => [mount.name, mount])).values()];
}
