import { nspawnArguments } from "../../keeper/nspawn-arguments.ts";
import { nspawnName } from "../../keeper/nspawn-names.ts";
import { keptSystem } from "../../keeper/system.ts";
import { commandLine } from "../../rendering/shell.ts";
import type { System } from "../contract.ts";
import { refuses } from "./refuses.ts";
import { unfit } from "./unfit.ts";
import { cgroupOf, slice, unitFiles } from "./units.ts";

const name = "nspawn-units";

/** systemd-nspawn in units of this machine's own systemd, as root. @param builder the system that builds its images */
export function openNspawnUnits(builder: System): System {
  return keptSystem({
    name,
    builder,
    refuses,
    supervisor: "units",
    programs: ["systemd-nspawn", "catatonit", "nsenter", "setpriv"],
    packages: ["systemd-container", "catatonit"],
    version: ["systemctl", "--version"],
    containersCgroup: slice,
    unfit,
    kept: () =>
      Promise.resolve({
        name,
        scripts: "stacks/systems/nspawn-units/scripts",
        hostnameFor: nspawnName,
        supervisor: "units",
        cgroupOf,
        files: (container, place) => ({
          arguments: `${commandLine(nspawnArguments(container, place))}\n`,
          ...unitFiles(container, place),
        }),
      }),
  });
}
