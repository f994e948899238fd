import type { Approach } from "../../contract.ts";
import { pod } from "../../placement/pod.ts";

/** `pod`, on podman. */
export const podmanPod: Approach = {
  name: "podman-pod",
  summary: "one hardened container per service, with a shared network and IPC namespace, run by podman",
  ...pod,
  system: "podman",
  requires: [],
};
