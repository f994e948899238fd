import * as pulumi from "@pulumi/pulumi";
import { isComposePath, loadCompose, type LoadedCompose } from "../services/foreign/load.ts";
import { loadWorkload, type WorkloadFolder } from "../services/load.ts";
import type { StackConfig } from "./config.ts";
import type { Scope } from "./contract.ts";
import { imageRepository } from "./rendering/names.ts";
import type { SecretValues, System } from "./systems/contract.ts";

export interface WorkloadPlaces {
  /** Where workloads with a name are. */
  readonly folder: WorkloadFolder;
  /** Where paths of Compose files count from. */
  readonly from: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The workload that a stack deploys: one of services/, or a Compose file.
 * @param system that gets the images of a Compose file
 * @throws UserError for what the user can fix
 */
export async function configuredWorkload(
  config: Pick<StackConfig, "workload" | "profiles" | "grants">,
  { instance, stack }: Pick<Scope, "instance" | "stack">,
  system: Pick<System, "foreignImage">,
  { folder, from, env }: WorkloadPlaces,
): Promise<LoadedCompose> {
  const { workload, profiles, grants } = config;
  if (!isComposePath(workload)) return { workload: await loadWorkload(workload, folder), variables: {} };
  const scope = { instance, stack, approach: "build", workload: "compose" };
  return loadCompose({ workload, profiles, grants, from, env }, (image, service) =>
    system.foreignImage(image, `${imageRepository(scope, service)}:compose`),
  );
}

/** Variables of a Compose file as values of secrets. */
export function asSecrets({ variables }: Pick<LoadedCompose, "variables">): SecretValues {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, pulumi.secret(value)] as const));
}
