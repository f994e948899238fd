import type { Workload } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { groupsOf } from "../../rendering/volumes.ts";
import { serviceUnit, waitPrograms } from "./service-unit.ts";
import { systemFiles } from "./system.ts";

/**
 * systemd's configuration and units, and the programs that units start besides the services.
 * @param filtersCalls whether the units have a seccomp filter
 */
export function files(workload: Workload, filtersCalls: boolean): ContextFile[] {
  const { name, services } = workload;
  const units = services.map((service) => serviceUnit(service, groupsOf(service, workload), filtersCalls));
  return [...systemFiles(name, services), ...units, ...waitPrograms()];
}
