import type { Approach } from "../../contract.ts";
import { apart } from "../../placement/apart.ts";

/** `separate`, by libvirt's driver for Linux containers. */
export const libvirtLxc: Approach = {
  name: "libvirt-lxc",
  summary:
    "one image and one hardened container per service, as with separate, each a domain of libvirt; s6 restarts them",
  ...apart,
  system: "libvirt-lxc",
  requires: [],
};
