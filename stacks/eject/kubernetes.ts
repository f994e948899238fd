import { stringify } from "yaml";
import { lossLines, type Loss } from "../../errors/loss.ts";
import { UserError } from "../../errors/user-error.ts";
import type { Ejectable } from "./ejectable.ts";
import { deliveredObjects } from "./kubernetes-delivered.ts";
import { objectName } from "./kubernetes-meta.ts";
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
  refuseEqual("containers", rendering.containers);
  refuseEqual("volumes", rendering.volumes);
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

/** @throws UserError if two names become one in the form that Kubernetes takes */
function refuseEqual(what: string, named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) =>
    names.some((one, at) => at > index && objectName(one) === objectName(name)),
  );
  if (twice === undefined) return;
  const equal = names.filter((name) => objectName(name) === objectName(twice));
  throw new UserError({
    found: `The ${what} ${equal.join(" and ")} would both be ${objectName(twice)} in Kubernetes.`,
    allowed: "names that differ by small letters and digits",
    remedy: "rename one of them, or choose another target",
  });
}
