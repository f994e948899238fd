import type { Approach } from "../contract.ts";

/** The fields of an approach that its placement and its supervisor decide. */
export type Placed = Pick<Approach, "placement" | "supervisor" | "traits" | "readsHost" | "addReplica" | "render">;
