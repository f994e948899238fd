import { stringify } from "yaml";
import { lossLines, type Loss } from "../../errors/loss.ts";
import type { Ejectable } from "./ejectable.ts";
import { deliveredObjects } from "./kubernetes-delivered.ts";
import { networkPolicies, servicesOf } from "./kubernetes-network.ts";
import { claims } from "./kubernetes-volumes.ts";
import { workloadOf } from "./kubernetes-workload.ts";

/** Kubernetes reads YAML 1.1, where a plain `yes` is no text; and anchors are for no one to read. */
const yaml = { schema: "yaml-1.1", aliasDuplicateObjects: false } as const;

export interface KubernetesFile {
  readonly content: string;
  readonly losses: readonly Loss[];
}

/**
 * The same deployment for Kubernetes: a Deployment for each container (a Job for one that runs to completion), a Service for each DNS name and
 * for published ports, a claim for each volume, configuration and empty secrets. What Kubernetes cannot say stands at the top, as comments.
 */
export function kubernetesFile(plan: Ejectable): KubernetesFile {
  const { rendering } = plan;
  const losses: Loss[] = [];
  const objects = [
    ...rendering.volumes.flatMap((volume) => claims(volume, plan, losses)),
    ...deliveredObjects(plan, losses),
    ...rendering.containers.flatMap((container) => workloadOf(container, plan, losses)),
    ...servicesOf(plan, losses),
    ...networkPolicies(plan, losses),
  ];
  const head = lossLines(losses)
    .map((line) => `# ${line}\n`)
    .join("");
  return {
    content: `${head}${objects.map((one) => `---\n${stringify(one, yaml)}`).join("")}`,
    losses,
  };
}
