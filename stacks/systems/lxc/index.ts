import { keptSystem } from "../../keeper/system.ts";
import type { System } from "../contract.ts";
import { lxcFiles } from "./config.ts";
import { refuses } from "./refuses.ts";

/** LXC, on this machine, as root. @param builder the system that builds its images */
export function openLxc(builder: System): System {
  return keptSystem({
    name: "lxc",
    builder,
    refuses,
    programs: ["lxc-start", "catatonit", "nsenter", "setpriv"],
    packages: ["lxc", "catatonit"],
    version: ["lxc-start", "--version"],
    kept: () => Promise.resolve({ name: "lxc", scripts: "stacks/systems/lxc/scripts", files: lxcFiles }),
  });
}
