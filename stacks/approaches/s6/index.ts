import type { Approach } from "../../contract.ts";
import { render } from "./render.ts";

/** s6 alone, without a service manager on top: readiness, order at start and at stop, and loggers are what it has itself. */
export const s6: Approach = {
  name: "s6",
  summary: "one container under s6-svscan, with readiness notification and an order at start and at stop",
  traits: {
    isolatesServices: false,
    restartsServices: true,
    stopsGracefully: true,
    reapsOrphans: true,
    separatesLogs: true,
    runsUnprivileged: true,
    readOnlyRoot: true,
    ordersStart: true,
    stopExitCode: 0,
  },
  requires: [],
  render,
};
