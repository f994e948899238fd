import { approachNames } from "./approaches.ts";

/** The default stack of commands: the first approach of the registry. */
export const defaultStack: string = approachNames[0] ?? "dev";

/** Stacks that setup creates: one per approach, and `dev`, whose approaches are in Pulumi.dev.yaml. */
export const stackNames: readonly string[] = [...approachNames, "dev"];
