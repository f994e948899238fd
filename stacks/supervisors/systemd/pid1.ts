import { blocked } from "../signals.ts";

/** Blocks the stop signal until systemd has a handler; without that, one that arrives earlier is lost. */
export const pid1Command = [...blocked("RTMIN+3"), "/lib/systemd/systemd"];

/** Makes systemd stop everything and exit with 0. */
export const stopSignal = "SIGRTMIN+3";

/** Seconds that systemd may need to end after the services have ended. */
export const ownGraceSeconds = 2;

/**
 * Variables of PID 1. `oci`: it runs in a container, of any manager. `dumb`: no colours in the log.
 */
export const pid1Env = { container: "oci", TERM: "dumb" };
