import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { FileSource, Workload } from "../../services/contract.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import type { System } from "../../stacks/systems/contract.ts";
import type { Project } from "./project.ts";
import type { TestStack } from "./stack.ts";

const root = resolve(import.meta.dirname, "../..");

/** What every group of post-deploy tests gets. */
export interface Deployed {
  readonly approach: string;
  /** The definition of its folder, with the expected values. */
  readonly workload: Workload<FileSource>;
  readonly project: Project;
  readonly stack: TestStack;
  /** The one that the approach runs on. */
  readonly system: System;
  /** All of them: an approach may leave objects on another one as well, such as the images that it is built from. */
  readonly systems: readonly System[];
  /** Whether the system runs on this machine, so that its containers' processes are visible here. */
  readonly local: boolean;
  /** The instance, which the labels of all deployed objects have. */
  readonly instance: string;
  readonly deployment: DeploymentOutput;
}

/** Why tests skip that look at processes of this machine. */
export const remote = "the processes are on another machine, or in a guest";

/** Registers a group of tests. `get` throws until the deployment is complete. */
export type Describes = (get: () => Deployed) => void;

/**
 * A workload's own tests: what `services/<workload>/deployed.test.ts` exports as `describesOwn`.
 * @returns undefined if the workload has none
 */
export async function ownTests(workload: string): Promise<Describes | undefined> {
  const path = join(root, "services", workload, "deployed.test.ts");
  if (!existsSync(path)) return undefined;
  const { describesOwn } = (await import(pathToFileURL(path).href)) as { readonly describesOwn?: Describes };
  if (describesOwn === undefined) throw new Error(`${path} exports no function "describesOwn"`);
  return describesOwn;
}
