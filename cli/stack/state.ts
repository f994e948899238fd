import type { StateResource } from "../../stacks/systems/contract.ts";
import type { PulumiRunner } from "./pulumi.ts";

/** What Pulumi believes to have deployed. */
export interface StackState {
  readonly resources: readonly StateResource[];
  /** Operations that were under way when Pulumi was killed: whether they took effect is not known to it. */
  readonly pendingOperations: number;
}

interface Export {
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly unknown[] | null;
  };
}

/** Reads a stack's state; empty where nothing is deployed. */
export async function stackState(pulumi: PulumiRunner, stack: string): Promise<StackState> {
  return stateIn(JSON.parse(await pulumi.read(["stack", "export", "--stack", stack])) as Export);
}

/** @param exported what `pulumi stack export` prints, parsed */
export function stateIn({ deployment }: Export): StackState {
  return {
    resources: deployment.resources ?? [],
    pendingOperations: deployment.pending_operations?.length ?? 0,
  };
}
