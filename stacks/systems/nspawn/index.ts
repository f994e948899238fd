import { nspawnArguments } from "../../keeper/nspawn-arguments.ts";
import { nspawnName } from "../../keeper/nspawn-names.ts";
import { nspawnRefusals } from "../../keeper/nspawn-refuses.ts";
import { cgroupRefusals } from "../../keeper/refuses.ts";
import { keptSystem } from "../../keeper/system.ts";
import { commandLine } from "../../rendering/shell.ts";
import type { System } from "../contract.ts";

/** systemd-nspawn, on this machine, as root. @param builder the system that builds its images */
export function openNspawn(builder: System): System {
  return keptSystem({
    name: "nspawn",
    builder,
    refuses: (container) => [...nspawnRefusals(container), ...cgroupRefusals(container)],
    programs: ["systemd-nspawn", "catatonit", "nsenter", "setpriv"],
    packages: ["systemd-container", "catatonit"],
    version: ["systemd-nspawn", "--version"],
    kept: () =>
      Promise.resolve({
        name: "nspawn",
        scripts: "stacks/systems/nspawn/scripts",
        hostnameFor: nspawnName,
        // At which it sends the container's own.
        downSignal: "SIGTERM",
        files: (container, place) => ({ arguments: `${commandLine(nspawnArguments(container, place))}\n` }),
      }),
  });
}
