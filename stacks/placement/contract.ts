import type { Approach } from "../contract.ts";

/** What a placement, with a supervisor where it needs one, says of an approach. The rest is the approach's own. */
export type Placed = Pick<Approach, "placement" | "supervisor" | "traits" | "readsHost" | "render">;
