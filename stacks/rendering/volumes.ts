import type { Service, Workload } from "../../services/contract.ts";
import type { VolumeMountPlan } from "../container-plan.ts";
import type { Settings, VolumePlan } from "../contract.ts";
import { objectName } from "./names.ts";

/** Each volume once, even if several services mount it. */
export function volumesOf({ services }: Workload, { scope }: Settings): VolumePlan[] {
  const names = new Set(services.flatMap(({ volumes }) => volumes.map(({ name }) => name)));
  return [...names].map((name) => ({ name, fullName: objectName(scope, name) }));
}

/** A service's volumes as mounts. */
export function volumeMounts({ volumes }: Service): VolumeMountPlan[] {
  return volumes.map(({ name, path }) => ({ kind: "volume", volume: name, path }));
}
