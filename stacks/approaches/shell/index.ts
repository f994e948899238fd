import type { Approach } from "../../contract.ts";
import { render } from "./render.ts";

/** The start script that people write first. Kept as it is found in the wild: the lab's control. */
export const shell: Approach = {
  name: "shell",
  summary: "one container whose start script puts services into the background: the anti-pattern, for contrast",
  traits: {
    isolatesServices: false,
    restartsServices: false,
    stopsGracefully: false,
    reapsOrphans: true,
    separatesLogs: false,
    runsUnprivileged: true,
    readOnlyRoot: true,
    ordersStart: false,
    stopExitCode: 137,
  },
  requires: [],
  render,
};
