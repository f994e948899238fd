import { schemaVersion, type StackOutputs } from "../../stacks/outputs.ts";
import type { StateResource } from "../../stacks/systems/contract.ts";
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

/** Reads a stack's state; without resources if nothing is deployed. */
export async function stackState(pulumi: PulumiRunner, stack: string): Promise<StackState> {
  return stateIn(JSON.parse(await pulumi.read(["stack", "export", "--stack", stack])) as Export);
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
