import type { Approach } from "../../contract.ts";
import { render } from "./render.ts";

/** All services in one container under supervisord, as much confined and as truthful as supervisord allows. */
export const supervisord: Approach = {
  name: "supervisord",
  summary: "one container whose supervisord starts, restarts and stops all services",
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
