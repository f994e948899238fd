import type { Approach } from "../../contract.ts";
import { apart } from "../../placement/apart.ts";

/** One hardened container per service, on bridge networks. */
export const separate: Approach = {
  name: "separate",
  summary:
    "one image and one hardened container per service, on bridge networks where services reach each other by name",
  ...apart,
  requires: [],
};
