import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { schemaVersion, type StackOutputs } from "../../stacks/outputs.ts";
import type { StateResource } from "../../stacks/systems/contract.ts";
import { folderOf } from "../../toolchain/backend-address.ts";
import { projectName } from "../../toolchain/environment.ts";
import type { PulumiRunner } from "./pulumi.ts";

/** A stack's state, as Pulumi has it. */
export interface StackState {
  readonly resources: readonly StateResource[];
  /** Number of operations that were interrupted when Pulumi was killed: the state does not tell whether they took effect. */
  readonly pendingOperations: number;
  /** The stack's outputs; undefined if nothing is deployed, or another release has deployed it. */
  readonly outputs: StackOutputs | undefined;
}

interface Export {
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly unknown[] | null;
  };
}

/** A state as a file backend keeps it. */
interface Kept {
  readonly checkpoint?: { readonly latest?: Export["deployment"] | null };
}

/**
 * Reads a stack's state; without resources if nothing is deployed. From the file of a file backend, which saves half a second of Pulumi.
 * @param backend address of the backend
 */
export async function stackState(pulumi: PulumiRunner, backend: string, stack: string): Promise<StackState> {
  const kept = await keptState(backend, stack);
  if (kept?.checkpoint !== undefined) return stateIn({ deployment: kept.checkpoint.latest ?? {} });
  return stateIn(JSON.parse(await pulumi.read(["stack", "export", "--stack", stack])) as Export);
}

/** @returns undefined if there is no such file, or one that only Pulumi can read */
async function keptState(backend: string, stack: string): Promise<Kept | undefined> {
  const folder = folderOf(backend);
  if (folder === undefined) return undefined;
  try {
    return JSON.parse(await readFile(join(folder, ".pulumi/stacks", projectName, `${stack}.json`), "utf8")) as Kept;
  } catch {
    return undefined;
  }
}

/** @param exported what `pulumi stack export` prints, parsed */
export function stateIn({ deployment }: Export): StackState {
  return {
    resources: deployment.resources ?? [],
    pendingOperations: deployment.pending_operations?.length ?? 0,
    outputs: outputsIn(deployment.resources ?? []),
  };
}

function outputsIn(resources: readonly StateResource[]): StackOutputs | undefined {
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const outputs = stack?.outputs as Partial<StackOutputs> | undefined;
  return outputs?.schemaVersion === schemaVersion ? (outputs as StackOutputs) : undefined;
}
