import type { Approach } from "../../contract.ts";
import { render } from "./render.ts";

/** systemd as it is mostly put into containers: with all privileges. For contrast; `systemd-least` shows that it needs none of them. */
export const systemd: Approach = {
  name: "systemd",
  summary: "one privileged container whose first process is systemd, with the host's control groups: for contrast",
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
  requires: ["privileged"],
  readsHost: true,
  render,
};
