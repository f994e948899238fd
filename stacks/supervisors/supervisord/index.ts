import type { Service } from "../../../services/contract.ts";
import { scratchMount } from "../../rendering/isolation.ts";
import { longRunning } from "../completion.ts";
import { allTraits, type Supervisor } from "../contract.ts";
import { direct, launchers } from "../launcher.ts";
import { blocked } from "../signals.ts";
import { supervisordConf } from "./conf.ts";
import { control } from "./control.ts";
import { pid1Path, runFolder, socketPath } from "./paths.ts";
import { pid1 } from "./pid1.ts";
import { addReplica } from "./replica.ts";

/** supervisord, with a PID 1 that prefixes lines with the service's name, and exits with 1 after it has given up a service. */
export const supervisord: Supervisor = {
  name: "supervisord",
  traits: allTraits,
  addReplica,
  supervise: ({ services }) => ({
    packages: ["python3", "supervisor"],
    files: [
      pid1(services),
      supervisordConf(services),
      ...launchers(services, direct),
      ...control(services, socketPath),
    ],
    command: [...blocked("TERM", "INT"), "/usr/bin/python3", pid1Path],
    scratch: [scratchMount(runFolder, 1, 0o700)],
    stop: { signal: "SIGTERM", graceSeconds: graceSeconds(services) },
    log: "prefixed",
    verifications: [
      {
        title: "supervisord's parser accepts its configuration, and it is the one that runs",
        argv: ["/bin/sh", "-c", '[ "$(supervisorctl reread)" = "No config updates to processes" ]'],
      },
      {
        title: "supervisord reports every service as RUNNING that does not run to completion",
        argv: ["supervisorctl", "status", ...longRunning(services).map(({ name }) => name)],
      },
    ],
    warnings: [
      "supervisord gives up a service that ends four times within a second of its start; the container then exits with 1, and all services restart",
      "a service that ends later than that is restarted at once, without limit",
    ],
  }),
};

/**
 * The container's grace period. Services are stopped one after another, and supervisord polls about once a second: each can take a second more until it is killed, and
 * another until supervisord notices.
 */
export function graceSeconds(services: readonly Service[]): number {
  return services.reduce((sum, { stopGraceSeconds }) => sum + stopGraceSeconds + 2, 1);
}
