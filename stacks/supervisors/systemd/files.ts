import type { Workload } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { serviceUnit, waitPrograms } from "./service-unit.ts";
import { systemFiles } from "./system.ts";

/**
 * What systemd reads, and the programs that it starts beside the services.
 * @param filtersCalls whether its units filter system calls
 */
export function systemdFiles({ name, services }: Workload, filtersCalls: boolean): ContextFile[] {
  const units = services.map((service) => serviceUnit(service, filtersCalls));
  return [...systemFiles(name, services), ...units, ...waitPrograms()];
}
