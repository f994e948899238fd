import type { Approach } from "../../contract.ts";
import { apart } from "../../placement/apart.ts";

/** `separate`, with a kernel for each container. */
export const vmApart: Approach = {
  name: "vm-apart",
  summary:
    "one image and one hardened guest of QEMU per service, as with separate, each with a kernel of its own; s6 restarts them",
  ...apart,
  system: "vm",
  requires: [],
};
