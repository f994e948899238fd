import type { Approach } from "../../contract.ts";
import { apart } from "../../placement/apart.ts";

/** `separate`, on LXC. */
export const lxc: Approach = {
  name: "lxc",
  summary: "one image and one hardened container per service, as with separate, each run by LXC; s6 restarts them",
  ...apart,
  system: "lxc",
  requires: [],
};
