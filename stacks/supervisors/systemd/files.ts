import type { Workload } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { outputUnits } from "./output-units.ts";
import { serviceUnit, type UnitOptions } from "./service-unit.ts";
import { systemFiles } from "./system.ts";
import { unitPrograms } from "./unit-programs.ts";

/**
 * systemd's configuration and units, and the programs that units start besides the services.
 */
export function files(workload: Workload, options: UnitOptions): ContextFile[] {
  const { name, services } = workload;
  const units = services.flatMap((service) => [
    serviceUnit(service, workload, options),
    ...outputUnits(service, options.confined),
  ]);
  return [...systemFiles(name, services), ...units, ...unitPrograms(services)];
}
