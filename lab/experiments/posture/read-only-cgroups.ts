import type { Tools } from "../../tools.ts";
import { rootFactsOfClone, type Mount, type UnitFacts } from "./facts.ts";
import { writesCgroups } from "./values.ts";

const cgroups = "/sys/fs/cgroup";

/**
 * Whether root in a container can write to cgroups although they are mounted read-only. Docker mounts them read-only into an ordinary
 * container. Of a container with the host's cgroups, or with all privileges, a clone gets the mounts read-only.
 */
export async function readOnlyCgroupWritable(tools: Tools, units: readonly UnitFacts[]): Promise<boolean> {
  for (const unit of units) {
    const root = mountsThemWritable(unit) ? await withReadOnlyCgroups(tools, unit) : unit.root;
    if (writesCgroups(root)) return true;
  }
  return false;
}

function mountsThemWritable({ inspected: { HostConfig, Mounts } }: UnitFacts): boolean {
  return HostConfig.Privileged || Mounts.some((mount) => isOfCgroups(mount) && mount.RW !== false);
}

function withReadOnlyCgroups(tools: Tools, { unit, inspected }: UnitFacts) {
  const binds = readOnlyBinds(inspected.Mounts);
  const targets = binds.map((bind) => ({ Type: "bind", Destination: bind.split(":")[1] ?? "" }));
  return rootFactsOfClone(tools, unit, targets, (config) => ({ ...config, Mounts: null, Binds: binds }));
}

/** The host's cgroups as arguments of `--volume`: the same folders as now, or all if there are none. */
export function readOnlyBinds(mounts: readonly Mount[]): string[] {
  const found = mounts.filter(isOfCgroups).map(({ Source = "", Destination }) => `${Source}:${Destination}:ro`);
  return found.length === 0 ? [`${cgroups}:${cgroups}:ro`] : found;
}

function isOfCgroups({ Type, Source = "" }: Mount): boolean {
  return Type === "bind" && (Source === cgroups || Source.startsWith(`${cgroups}/`));
}
