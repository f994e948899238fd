import type { Approach } from "../../contract.ts";
import { apart } from "../../placement/apart.ts";

/** `separate`, as units of the machine's own systemd. */
export const nspawnUnits: Approach = {
  name: "nspawn-units",
  summary:
    "one image and one hardened container per service, as with separate, each a unit of the machine's systemd, which runs systemd-nspawn and restarts it",
  ...apart,
  system: "nspawn-units",
  requires: [],
};
