import type { Approach } from "../../contract.ts";
import { render } from "./render.ts";

/** runit as it has to be set up in a container: a first process that lets services stop, and services that wait for what they need. */
export const runitGraceful: Approach = {
  name: "runit-graceful",
  summary: "one container under runit, with a first process of its own that lets every service see the stop signal",
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
