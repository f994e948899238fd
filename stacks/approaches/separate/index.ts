import type { Approach } from "../../contract.ts";
import { apart } from "../../placement/apart.ts";

/** One hardened container per service, on networks of their own. */
export const separate: Approach = {
  name: "separate",
  summary:
    "one image and one hardened container per service, on bridge networks where each service is known by its name",
  ...apart,
  requires: [],
};
