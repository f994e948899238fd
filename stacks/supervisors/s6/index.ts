import { scratchMount } from "../../rendering/isolation.ts";
import { inTurn } from "../../rendering/order.ts";
import { longRunning } from "../completion.ts";
import { allTraits, type Supervisor } from "../contract.ts";
import { longestLine } from "../logger.ts";
import { control } from "./control.ts";
import { files } from "./files.ts";
import { scanFolder, startProgram, stateFolder } from "./paths.ts";
import { marginSeconds, pid1 } from "./pid1.ts";
import { addReplica } from "./replica.ts";

/** s6 alone, without a service manager on top: it has readiness notification, ordered start and stop, and loggers itself. */
export const s6: Supervisor = {
  name: "s6",
  traits: allTraits,
  addReplica,
  supervise({ services }) {
    const folders = longRunning(services).map(({ name }) => `${scanFolder}/${name}`);
    return {
      packages: ["s6"],
      files: [...pid1(services), ...files(services), control(services)],
      command: [startProgram],
      scratch: [scratchMount(stateFolder, 1, 0o700)],
      stop: {
        signal: "SIGTERM",
        graceSeconds: marginSeconds + inTurn(services, ({ stopGraceSeconds }) => stopGraceSeconds),
      },
      log: "prefixed",
      verifications: [
        {
          title: "s6 reports every service up and ready that does not run to completion",
          argv: ["s6-svwait", "-U", "-t", "10000", ...folders],
        },
      ],
      warnings: [
        "a service that keeps ending restarts every second, without limit; only the health check shows it",
        "child processes that a service leaves running stay until the container stops",
        `log lines over ${longestLine} bytes are split, and a last line without a newline is lost`,
      ],
    };
  },
};
