/** A signal that arrives before systemd listens is lost: blocked from the first moment on, it waits until then. */
export const pid1Command = ["/usr/bin/env", "--block-signal=RTMIN+3", "/lib/systemd/systemd"];

/** What makes it stop everything and end, with exit code 0. */
export const stopSignal = "SIGRTMIN+3";

/** Seconds that systemd may need to end itself, once the services have ended. */
export const ownGraceSeconds = 2;

/**
 * Variables that PID 1 reads. `oci`: it runs in a container, and finds out itself whose. The log is for files and people alike: no colours.
 */
export const pid1Env = { container: "oci", TERM: "dumb" };
