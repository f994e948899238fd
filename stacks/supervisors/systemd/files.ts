import type { Workload } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { serviceUnit, type UnitOptions } from "./service-unit.ts";
import { systemFiles } from "./system.ts";
import { unitPrograms } from "./unit-programs.ts";

/**
 * systemd's configuration and units, and the programs that units start besides the services.
 */
export function files(workload: Workload, options: UnitOptions): ContextFile[] {
  const { name, services } = workload;
  const units = services.map((service) => serviceUnit(service, workload, options));
  return [...systemFiles(name, services), ...units, ...unitPrograms(services)];
}
