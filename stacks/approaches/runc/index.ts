import type { Approach } from "../../contract.ts";
import { apart } from "../../placement/apart.ts";

/** `separate`, by libcontainer's own program, without a daemon. */
export const runc: Approach = {
  name: "runc",
  summary:
    "one image and one hardened container per service, as with separate, run by runc without a daemon; s6 restarts them",
  ...apart,
  system: "runc",
  requires: [],
};
