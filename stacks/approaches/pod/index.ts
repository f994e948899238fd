import type { Approach } from "../../contract.ts";
import { pod as placement } from "../../placement/pod.ts";

/** A container per service, with a network and an IPC namespace that they share, as in a pod of Kubernetes. */
export const pod: Approach = {
  name: "pod",
  summary: "one hardened container per service, in the network and IPC namespace of a pause container",
  ...placement,
  requires: [],
};
