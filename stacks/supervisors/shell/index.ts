import { longestGrace, type Supervisor } from "../contract.ts";
import { unsupervisedFiles } from "../unsupervised.ts";
import { startProgram } from "./paths.ts";
import { pid1 } from "./pid1.ts";

/** The start script that people write first. It supervises nothing. */
export const shell: Supervisor = {
  name: "shell",
  traits: {
    restartsServices: false,
    stopsGracefully: false,
    reapsOrphans: true,
    separatesLogs: false,
    ordersStart: true,
    endsWithEssential: false,
    stopExitCode: 137,
  },
  supervise: (workload) => ({
    packages: [],
    files: [pid1(workload), ...unsupervisedFiles(workload)],
    command: [startProgram],
    scratch: [],
    stop: { signal: "SIGTERM", graceSeconds: longestGrace(workload.services) },
    log: "mixed",
    verifications: [],
    warnings: [
      "no service gets the stop signal: PID 1 is a shell, which does not forward it; all are killed after the grace period",
      "a background service that ends stays dead; when the last service ends, the container ends, and all restart",
      "log lines do not tell which service wrote them",
    ],
  }),
};
