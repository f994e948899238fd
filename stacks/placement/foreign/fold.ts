import { UserError } from "../../../errors/user-error.ts";
import type { Workload } from "../../../services/contract.ts";
import { foldConflicts, possibleConflicts, refuseConflicts } from "../../../services/foreign/fold-conflicts.ts";
import type { Rendering, Settings } from "../../contract.ts";
import { networkName } from "../../rendering/names.ts";
import { expanded } from "../../rendering/replicas.ts";
import type { Supervisor } from "../../supervisors/contract.ts";
import { completedVolume } from "../completed-volume.ts";
import { all } from "../shared-container.ts";
import { foreignTraits } from "./apart.ts";
import { adopted } from "./container.ts";
import { containerOf } from "./fold-container.ts";
import { foldedExtras } from "./fold-extras.ts";
import { foldedGrants } from "./fold-grants.ts";
import { imageOf } from "./fold-image.ts";
import { foldedLimits } from "./fold-limits.ts";
import { asRun, mountsOf, planOf, refuseName } from "./fold-service.ts";
import { shareOf } from "./fold-share.ts";
import { warningsFor } from "./fold-warnings.ts";
import { foreignVolumes } from "./parts.ts";

/**
 * A Compose project in one container, under a supervisor: each image is a root of its own, in which its service runs. Names of services lead to
 * loopback.
 * @throws UserError for services that cannot share a container, and for a supervisor that cannot start them in roots
 */
export function fold(workload: Workload, settings: Settings, supervisor: Supervisor): Rendering {
  const services = adopted(workload);
  refuseSupervisor(supervisor, workload);
  services.forEach(refuseName);
  const resolved = services.map(({ foreign }) => foreign);
  refuseConflicts(
    resolved,
    foldConflicts(resolved),
    "deploy it with an approach that gives each service a container: separate or pod",
  );
  const run = { ...workload, services: services.map(asRun) };
  const supervision = supervisor.supervise(expanded(run), settings);
  const completed = completedVolume(run, settings);
  const volumes = [
    ...foreignVolumes(services, workload, settings),
    ...(completed === undefined ? [] : [completed.volume]),
  ];
  const mounts = [
    ...services.flatMap((service) => mountsOf(service, workload, settings)),
    ...(completed === undefined ? [] : [completed.mount]),
  ];
  const shares = services.map((service) => shareOf(service, workload, settings));
  const { limits, weights, warnings: lostLimits } = foldedLimits(shares);
  const { grants, warnings: lostGrants } = foldedGrants(shares, workload);
  const extras = foldedExtras(shares, weights);
  const ordered = supervisor.traits.ordersStart;
  const container = containerOf(run, services, { supervision, mounts, grants, limits, extras, settings, ordered });
  return {
    images: [imageOf(run, services, supervision, { extras, mounts: container.mounts }, settings)],
    networks: [{ name: all, fullName: networkName(settings.scope, all, false), internal: false }],
    volumes,
    containers: [container],
    services: Object.fromEntries(services.map((service) => [service.name, planOf(service, supervision)])),
    verifications: supervision.verifications.map((one) => ({ ...one, container: all })),
    traits: { ...foreignTraits(services), ...supervisor.traits, isolatesServices: false },
    warnings: [
      ...(workload.foreign?.warnings ?? []),
      ...supervision.warnings,
      ...possibleConflicts(resolved),
      ...warningsFor(shares, workload),
      ...lostLimits,
      ...lostGrants,
    ],
  };
}

function refuseSupervisor({ name, folds = true }: Supervisor, { name: workload }: Workload): void {
  if (folds) return;
  throw new UserError({
    found: `The services of the Compose file ${workload} have roots of their own, in which ${name} does not start them as this approach writes it.`,
    allowed: "an approach whose services are started by programs of this project",
    remedy: "deploy it with another approach",
  });
}
