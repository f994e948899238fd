import type { Approach } from "../../contract.ts";
import { apart } from "../../placement/apart.ts";

/** `separate`, under systemd-nspawn. */
export const nspawn: Approach = {
  name: "nspawn",
  summary:
    "one image and one hardened container per service, as with separate, each run by systemd-nspawn; s6 restarts them",
  ...apart,
  system: "nspawn",
  requires: [],
};
