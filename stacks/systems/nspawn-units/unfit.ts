import { readFile } from "node:fs/promises";
import { cgroupVersion } from "../../commanded/local.ts";
import type { Unfit } from "../unfit.ts";

/** Why the units of this machine cannot be containers, as far as no package changes that. */
export async function unfit(): Promise<Unfit | undefined> {
  const reason = await reasonHere();
  if (reason === undefined) return undefined;
  return {
    reason,
    allowed: "a machine with systemd as PID 1 and cgroup v2",
    remedy:
      "npm run host -- up makes such a machine, and npm run host -- run -- npm run up -- STACK deploys in it; or choose another approach",
  };
}

async function reasonHere(): Promise<string | undefined> {
  const program = (await readFile("/proc/1/comm", "utf8").catch(() => "")).trim();
  if (!/^systemd$/.test(program))
    return `PID 1 of this machine is ${program === "" ? "unknown" : program}, not systemd`;
  return (await cgroupVersion()) === 2 ? undefined : "the cgroups of this machine are of version 1";
}
