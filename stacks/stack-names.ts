import { approachNames } from "./approaches.ts";

/** The stack that a command means where none is named: the first approach of the registry. */
export const defaultStack: string = approachNames[0] ?? "dev";

/** Stacks that set-up creates: one per approach, and `dev`, whose approaches stand in Pulumi.dev.yaml. */
export const stackNames: readonly string[] = [...approachNames, "dev"];
