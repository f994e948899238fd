import { totalmem } from "node:os";
import { cgroupVersion } from "../../commanded/local.ts";
import { hostRun } from "../../keeper/contract.ts";
import { keptSystem } from "../../keeper/system.ts";
import type { System } from "../contract.ts";
import { libvirtFiles, type LibvirtHost } from "./domain.ts";
import { processorNamed } from "./processor.ts";
import { refuses } from "./refuses.ts";

const name = "libvirt-lxc";
const scripts = `stacks/systems/${name}/scripts`;

/** Libvirt's driver for Linux containers, by a libvirtd of our own, on this machine, as root. @param builder the system that builds its images */
export function openLibvirtLxc(builder: System): System {
  return keptSystem({
    name,
    builder,
    refuses,
    programs: ["libvirtd", "virsh", "strace", "perl", "catatonit", "nsenter", "setpriv"],
    packages: [
      ...["libvirt-daemon", "libvirt-daemon-driver-lxc", "libvirt-clients", "strace", "perl-base", "catatonit"],
    ],
    version: ["virsh", "--version"],
    async kept() {
      const host: LibvirtHost = {
        processor: processorNamed(process.arch),
        cgroupVersion: await cgroupVersion(),
        memoryMiB: Math.floor(totalmem() / 1024 ** 2),
        tools: `${hostRun}/${name}/daemon/tools`,
      };
      return {
        name,
        scripts,
        controllers: ["cpuacct", "devices"],
        files: (container, place) => libvirtFiles(container, place, host),
      };
    },
  });
}
