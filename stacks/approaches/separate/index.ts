import type { Approach } from "../../contract.ts";
import { render } from "./render.ts";

/** One hardened container per service, on networks of their own. */
export const separate: Approach = {
  name: "separate",
  summary: "one image and one hardened container per service, on a bridge network with Docker's DNS",
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
