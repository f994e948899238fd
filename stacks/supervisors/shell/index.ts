import { longestGrace, type Supervisor } from "../contract.ts";
import { unsupervisedControl } from "../unsupervised.ts";
import { startProgram } from "./paths.ts";
import { startScript } from "./pid1.ts";

/** The start script that people write first, as it is found in the wild. It supervises nothing. */
export const shell: Supervisor = {
  name: "shell",
  traits: {
    restartsServices: false,
    stopsGracefully: false,
    reapsOrphans: true,
    separatesLogs: false,
    ordersStart: false,
    stopExitCode: 137,
  },
  supervise: (workload) => ({
    packages: [],
    files: [startScript(workload), unsupervisedControl(workload)],
    command: [startProgram],
    scratch: [],
    stop: { signal: "SIGTERM", graceSeconds: longestGrace(workload.services) },
    log: "mixed",
    verifications: [],
    warnings: [
      "no service sees the stop signal: PID 1 is a shell, which does not pass it on; all are killed after the grace period",
      "a service that ends in the background stays dead; where the last one ends, the container does, and all start again",
      "nothing tells which service wrote a line of the log",
    ],
  }),
};
