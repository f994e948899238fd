import type { Approach } from "../../contract.ts";
import { render } from "./render.ts";

/** runsvdir as the first process, which passes no signal on. Kept as it is found in the wild: evidence, and not to be mended. */
export const runit: Approach = {
  name: "runit",
  summary: "one container under runsvdir, whose signals are broken: no service learns that the container stops",
  traits: {
    isolatesServices: false,
    restartsServices: true,
    stopsGracefully: false,
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
