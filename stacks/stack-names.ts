import { approachNames } from "./approaches.ts";

/** Stacks that set-up creates: one per approach, and `dev`, whose approaches stand in Pulumi.dev.yaml. */
export const stackNames: readonly string[] = [...approachNames, "dev"];
