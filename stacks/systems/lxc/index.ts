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
    // The first that knows cgroup v2, with cgroups of the container beside its own.
    oldest: "4.0",
    kept: () => Promise.resolve({ name: "lxc", scripts: "stacks/systems/lxc/scripts", files: lxcFiles }),
  });
}
