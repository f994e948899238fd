import { readFile } from "node:fs/promises";
import { UserError } from "../../../errors/user-error.ts";
import { keptSystem } from "../../keeper/system.ts";
import type { System } from "../contract.ts";
import { ociConfig } from "./config.ts";
import { refuses } from "./refuses.ts";
import type { Profile } from "./seccomp.ts";

/** The profile of containers/common. */
const profilePath = "/usr/share/containers/seccomp.json";

/** libcontainer without a daemon: runc, on this machine, as root. @param builder the system that builds its images */
export function openRunc(builder: System): System {
  return keptSystem({
    name: "runc",
    builder,
    refuses,
    programs: ["runc", "catatonit"],
    packages: ["runc", "catatonit", "golang-github-containers-common"],
    version: ["runc", "--version"],
    async kept() {
      const host = { profile: await profile(), processor: process.arch };
      return {
        name: "runc",
        scripts: "stacks/systems/runc/scripts",
        files: (container, place) => ({
          "config.json": `${JSON.stringify(ociConfig(container, place, host), undefined, 1)}\n`,
        }),
      };
    },
  });
}

async function profile(): Promise<Profile> {
  try {
    return JSON.parse(await readFile(profilePath, "utf8")) as Profile;
  } catch (error) {
    throw new UserError({
      found: `The seccomp profile of containers cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      allowed: `${profilePath}, as the package golang-github-containers-common has it`,
      remedy: "apt-get install golang-github-containers-common",
    });
  }
}
