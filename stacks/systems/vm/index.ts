import { readdir, rm } from "node:fs/promises";
import { lookAt } from "../../keeper/look.ts";
import { keptSystem } from "../../keeper/system.ts";
import type { System } from "../contract.ts";
import { guestFiles } from "./guest-files.ts";
import { guestFolder, guestRecipe, guestsFolder } from "./guest-recipe.ts";
import { refuses } from "./refuses.ts";

/** A guest of QEMU for each container, on this machine, as root. @param builder the system that builds its images */
export function openVm(builder: System): System {
  const system = keptSystem({
    name: "vm",
    builder,
    refuses,
    programs: ["qemu-system-x86_64", "virtiofsd", "busybox", "nsenter", "setpriv"],
    // Where QEMU's own package has virtiofsd, there is none of that name.
    packages: ["qemu-system-x86", "virtiofsd", "busybox-static"],
    version: ["qemu-system-x86_64", "--version"],
    guest: { folder: guestFolder, recipe: guestRecipe },
    kept: () =>
      Promise.resolve({
        name: "vm",
        scripts: "stacks/systems/vm/scripts",
        // At which it sends the container's own.
        downSignal: "SIGTERM",
        // A kernel that boots on an emulated processor, beside others.
        startSeconds: 120,
        resolvesInside: true,
        files: guestFiles,
      }),
  });
  return {
    ...system,
    ownKernel: true,
    // Of the guest's kernel, whose cgroups are the container's.
    host: () => Promise.resolve({ cgroupVersion: 2, containersCgroup: "container-approaches" }),
    async removeShared() {
      const folders = await readdir(guestsFolder).catch(() => []);
      if (folders.length === 0) return [];
      const { containers } = await lookAt("vm");
      if (containers.length > 0) return [`kept the kernel of guests: ${containers.length} run with it`];
      await rm(guestsFolder, { recursive: true });
      return ["removed the kernel of guests"];
    },
  };
}
