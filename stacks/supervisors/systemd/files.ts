import type { Workload } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { serviceUnit } from "./service-unit.ts";
import { systemFiles } from "./system.ts";
import { unitPrograms } from "./unit-programs.ts";

/**
 * systemd's configuration and units, and the programs that units start besides the services.
 * @param filtersCalls whether the units have a seccomp filter
 */
export function files(workload: Workload, filtersCalls: boolean): ContextFile[] {
  const { name, services } = workload;
  const units = services.map((service) => serviceUnit(service, workload, filtersCalls));
  return [...systemFiles(name, services), ...units, ...unitPrograms(services)];
}
