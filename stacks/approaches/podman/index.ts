import type { Approach } from "../../contract.ts";
import { apart } from "../../placement/apart.ts";

/** `separate`, on podman. */
export const podman: Approach = {
  name: "podman",
  summary: "one image and one hardened container per service, as with separate, run by podman, which has no daemon",
  ...apart,
  system: "podman",
  requires: [],
};
