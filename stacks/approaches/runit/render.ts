import type { Workload } from "../../../services/contract.ts";
import type { Rendering, Settings } from "../../contract.ts";
import { fold } from "../../rendering/folded/fold.ts";
import { longestLine } from "../../rendering/folded/logger.ts";
import { runitControl } from "../../rendering/runit/control.ts";
import { runitFiles } from "../../rendering/runit/files.ts";
import { runitTmpfs, servicesFolder, stateLinks } from "../../rendering/runit/folders.ts";
import { unordered } from "../../rendering/warnings.ts";

/** @returns one container whose first process is runsvdir */
export function render(workload: Workload, settings: Settings): Rendering {
  const { services } = workload;
  return fold(workload, settings, {
    packages: ["runit"],
    files: [...runitFiles(services, () => []), runitControl(services)],
    command: ["/usr/bin/runsvdir", "-P", servicesFolder],
    instructions: stateLinks(services),
    tmpfs: runitTmpfs,
    logs: { kind: "prefixed" },
    verifications: [
      {
        title: "sv finds every service in the state that it should be in",
        argv: ["sv", "-w", "10", "check", ...services.map(({ name }) => `${servicesFolder}/${name}`)],
      },
    ],
    warnings: [
      "no service sees the stop signal: runsvdir ends at once with exit code 0, and the kernel kills what is left",
      "a service that keeps ending is started again every second, for ever: only the health check tells",
      "what a service leaves running when it ends goes on beside the next one, until the container stops",
      `a line of the log over ${longestLine} bytes is cut, and a last one without its end is lost`,
      ...services.flatMap(unordered),
    ],
  });
}
