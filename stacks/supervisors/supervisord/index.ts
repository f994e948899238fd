import type { Service } from "../../../services/contract.ts";
import { scratchMount } from "../../rendering/isolation.ts";
import type { Supervisor } from "../contract.ts";
import { control } from "./control.ts";
import { supervisordFiles } from "./files.ts";
import { pid1Path, runFolder } from "./paths.ts";
import { pid1 } from "./pid1.ts";

/** supervisord, as truthful as it allows. */
export const supervisord: Supervisor = {
  name: "supervisord",
  traits: {
    restartsServices: true,
    stopsGracefully: true,
    reapsOrphans: true,
    separatesLogs: true,
    ordersStart: true,
    stopExitCode: 0,
  },
  supervise: ({ services }) => ({
    packages: ["python3", "supervisor"],
    files: [pid1(), ...supervisordFiles(services), ...control()],
    // Until it can handle them, signals have to wait: the kernel drops those that PID 1 has no handler for.
    command: ["/usr/bin/env", "--block-signal=TERM,INT", "/usr/bin/python3", pid1Path],
    scratch: [scratchMount(runFolder, 1, 0o700)],
    stop: { signal: "SIGTERM", graceSeconds: graceSeconds(services) },
    log: "prefixed",
    verifications: [
      {
        title: "supervisord's own parser takes its configuration, which is the one that runs",
        argv: ["/bin/sh", "-c", '[ "$(supervisorctl reread)" = "No config updates to processes" ]'],
      },
      {
        title: "supervisord calls every service RUNNING",
        argv: ["supervisorctl", "status", ...services.map(({ name }) => name)],
      },
    ],
    warnings: [
      "a service that ends four times within a second of its start is given up: then the container ends with exit code 1, and all services start again",
      "a service that ends later than that is started again at once and without limit",
    ],
  }),
};

/**
 * Services are stopped one after another, and supervisord looks about once a second: each may take a second longer until it is killed,
 * and another until that is seen.
 */
function graceSeconds(services: readonly Service[]): number {
  return services.reduce((sum, { stopGraceSeconds }) => sum + stopGraceSeconds + 2, 1);
}
