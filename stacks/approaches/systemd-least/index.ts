import type { Approach } from "../../contract.ts";
import { render } from "./render.ts";

/** systemd with what it needs and nothing else. */
export const systemdLeast: Approach = {
  name: "systemd-least",
  summary: "one unprivileged container whose first process is systemd, with only its own control groups writable",
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
  // What it may write on the host are control groups without effect on what is not in them: no privilege to ask for.
  requires: [],
  readsHost: true,
  render,
};
