import type { Workload } from "../../../services/contract.ts";
import type { Rendering, Settings, Verification } from "../../contract.ts";
import { files, ports, refuseConflicts } from "../conflicts.ts";
import { volumesOf } from "../volumes.ts";
import { foldedControl, type LogSource } from "./control.ts";
import { foldedImage, foldedNetworks, foldedUnit, foldedWarnings, type Folding } from "./unit.ts";

/** The rest of what an approach with one container says of itself. */
export interface FoldedApproach extends Folding {
  readonly logs: LogSource;
  /** Commands in the container, with what each finds. @default none */
  readonly verifications?: readonly Verification[];
  readonly warnings: readonly string[];
}

/**
 * All services in one container, under a supervisor.
 * @throws UserError where the services cannot share one file system and one network
 */
export function fold(workload: Workload, settings: Settings, approach: FoldedApproach): Rendering {
  const { services } = workload;
  refuseConflicts(
    workload,
    [...files(services), ...ports(services)],
    "this approach puts both services into one container",
  );
  const unit = foldedUnit(workload, settings, approach);
  const inUnit = [...settings.docker, "exec", unit.fullName];
  return {
    images: [foldedImage(workload, settings, approach)],
    networks: foldedNetworks(settings),
    volumes: volumesOf(workload, settings),
    units: [unit],
    control: foldedControl(workload, settings.docker, unit.fullName, approach.logs),
    verifications: (approach.verifications ?? []).map(({ title, argv }) => ({ title, argv: [...inUnit, ...argv] })),
    warnings: [...approach.warnings, ...foldedWarnings(workload)],
  };
}
