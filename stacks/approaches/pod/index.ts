import type { Approach } from "../../contract.ts";
import { render } from "./render.ts";

/** A container per service, with a network and an IPC namespace that they share: as Kubernetes has it. */
export const pod: Approach = {
  name: "pod",
  summary: "one hardened container per service, in the network and IPC namespace of a pause container",
  traits: {
    isolatesServices: true,
    restartsServices: true,
    stopsGracefully: true,
    reapsOrphans: true,
    separatesLogs: true,
    runsUnprivileged: true,
    readOnlyRoot: true,
    ordersStart: false,
    stopExitCode: 0,
  },
  requires: [],
  render,
};
