import { UserError } from "../../../errors/user-error.ts";
import type { Workload } from "../../../services/contract.ts";
import type { Rendering, Settings, Verification } from "../../contract.ts";
import { foldedControl, type LogSource } from "./control.ts";
import { foldedImage, foldedNetworks, foldedUnit, foldedVolumes, foldedWarnings, type Folding } from "./unit.ts";

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
  checkFoldable(workload);
  const unit = foldedUnit(workload, settings, approach);
  const inUnit = [...settings.docker, "exec", unit.fullName];
  return {
    images: [foldedImage(workload, settings, approach)],
    networks: foldedNetworks(settings),
    volumes: foldedVolumes(workload, settings),
    units: [unit],
    control: foldedControl(workload, settings.docker, unit.fullName, approach.logs),
    verifications: (approach.verifications ?? []).map(({ title, argv }) => ({ title, argv: [...inUnit, ...argv] })),
    warnings: [...approach.warnings, ...foldedWarnings(workload)],
  };
}

function checkFoldable({ name: workload, services }: Workload): void {
  const claims = services.flatMap((service) => [
    ...service.files.map(({ path, content }) => ({ of: service.name, what: `the file ${path}`, content })),
    ...(service.port === undefined ? [] : [{ of: service.name, what: `port ${service.port}`, content: service.name }]),
  ]);
  for (const { of, what, content } of claims) {
    const other = claims.find((claim) => claim.what === what && claim.of !== of && claim.content !== content);
    if (other === undefined) continue;
    throw new UserError({
      found: `The services ${of} and ${other.of} of the workload ${workload} both have ${what}, each its own.`,
      allowed: "different ones, since this approach puts both services into one container",
      remedy: `change services/${workload}/workload.ts, or deploy with an approach that gives each service a container`,
    });
  }
}
