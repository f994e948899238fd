import type { Service, Workload } from "../../services/contract.ts";
import type { VolumeMountPlan } from "../container-plan.ts";
import type { Settings, VolumePlan } from "../contract.ts";
import { objectName } from "./names.ts";

/** Each volume once, even if several services mount it. It belongs to the first of them. */
export function volumesOf({ services, volumes: facts = {} }: Workload, { scope }: Settings): VolumePlan[] {
  const names = new Set(services.flatMap(({ volumes }) => volumes.map(({ name }) => name)));
  return [...names].map((name): VolumePlan => {
    const user = services.find(({ volumes }) => volumes.some((mount) => mount.name === name))?.user;
    const { gid, mode = gid === undefined ? 0o700 : 0o2770 } = facts[name] ?? {};
    return {
      name,
      fullName: objectName(scope, `${scope.workload}-${name}`),
      owner: { uid: user?.uid ?? 0, gid: gid ?? user?.gid ?? 0 },
      mode,
      holds: "data",
    };
  });
}

/** A service's volumes as mounts. */
export function volumeMounts({ volumes }: Service): VolumeMountPlan[] {
  return volumes.map(({ name, path, readOnly = false }) => ({ kind: "volume", volume: name, path, readOnly }));
}
