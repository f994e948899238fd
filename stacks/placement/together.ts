import type { Service, Workload } from "../../services/contract.ts";
import type { ContainerPlan, GrantPlan } from "../container-plan.ts";
import type { Rendering, ServicePlan, Settings, Traits } from "../contract.ts";
import { refuseSamePaths, refuseSamePorts, refuseSameUsers } from "../rendering/conflicts.ts";
import { hardenedAs, unhardenedTraits } from "../rendering/hardening.ts";
import { networkName } from "../rendering/names.ts";
import { expanded, replicaNames } from "../rendering/replicas.ts";
import { scratchPoints } from "../rendering/scratch-points.ts";
import { mountPoints, volumesOf } from "../rendering/volumes.ts";
import { endsAlone } from "../rendering/warnings.ts";
import { supervisorGrants, type Supervision, type Supervisor } from "../supervisors/contract.ts";
import { controlProgram, runAsFolder } from "../supervisors/paths.ts";
import { completedVolume } from "./completed-volume.ts";
import type { Placed } from "./contract.ts";
import { fold } from "./foreign/fold.ts";
import { refuseIndistinctReplicas, refuseListeningReplicas } from "./refused-replicas.ts";
import { all, sharedContainer, sharedImage } from "./shared-container.ts";
import { limitingOf, sharedWarnings, withProcessLimits } from "./shared-limits.ts";

/** What an approach can change of the one container. */
export interface TogetherOptions {
  /** Privileges of the container, perhaps by the host. Pure. @default what every supervisor needs to start services as different users */
  readonly grants?: Grants | ((settings: Settings) => Grants);
  /** Warnings, shown before those of the supervisor. Pure. @default none */
  readonly warnings?: (settings: Settings) => readonly string[];
  /** Whether it is as its users write it, and never hardened. @default false */
  readonly plain?: boolean;
}

/** Privileges of a container, and the mounts of the host that go with them. */
export interface Grants {
  readonly grants: GrantPlan;
  readonly mounts: ContainerPlan["mounts"];
}

/** All services in one container, under a supervisor. */
export function together(supervisor: Supervisor, options: TogetherOptions = {}): Placed {
  const { grants, plain = false } = options;
  const traits: Traits = {
    isolatesServices: false,
    runsUnprivileged: true,
    readOnlyRoot: true,
    ...supervisor.traits,
    ...(plain ? unhardenedTraits : {}),
  };
  return {
    placement: "together",
    supervisor: supervisor.name,
    traits,
    ...(supervisor.addReplica === undefined ? {} : { addReplica: supervisor.addReplica }),
    readsHost: supervisor.readsHost === true || typeof grants === "function",
    render: (workload, settings) =>
      render(workload, plain ? { ...settings, hardening: "none" } : settings, supervisor, options),
  };
}

const shared = "with this approach both services run in one container";

/** @throws UserError if two services cannot share a container by their paths, ports or users, or replicas of a service cannot */
function render(workload: Workload, settings: Settings, supervisor: Supervisor, options: TogetherOptions): Rendering {
  if (workload.foreign !== undefined) return fold(workload, settings, supervisor);
  const { services } = workload;
  refuseSamePorts(workload, shared);
  refuseSameUsers(workload, shared);
  refuseListeningReplicas(workload);
  refuseIndistinctReplicas(workload);
  const limiting = limitingOf(supervisor, settings);
  const run = limiting === "processes" ? withProcessLimits(workload) : workload;
  const supervision = supervisor.supervise(expanded(run), settings);
  refuseSamePaths(workload, { ...supervision, name: `the supervisor ${supervisor.name}` }, shared);
  const grants = grantsOf(options, settings);
  const ordered = supervisor.traits.ordersStart;
  const endsWithEssential = supervisor.traits.endsWithEssential && services.some(({ essential }) => essential === true);
  const ends = endsWithEssential ? [] : endsAlone(services);
  const completed = completedVolume(workload, settings);
  const volumes = [...volumesOf(workload, settings), ...(completed === undefined ? [] : [completed.volume])];
  const mounts = [...(completed === undefined ? [] : [completed.mount]), ...grants.mounts];
  const container = sharedContainer(workload, settings, supervision, { ...grants, mounts, ordered, endsWithEssential });
  return hardenedAs(settings, {
    images: [
      sharedImage(workload, settings, supervision, [
        ...mountPoints(container.mounts, volumes),
        ...scratchPoints(container.mounts),
      ]),
    ],
    // Not internal: the entry is published from it, and a port of an internal network cannot be.
    networks: [{ name: all, fullName: networkName(settings.scope, all, false), internal: false }],
    volumes,
    containers: [container],
    services: Object.fromEntries(services.map((service) => [service.name, servicePlan(service, supervision)])),
    verifications: supervision.verifications.map((verification) => ({ ...verification, container: all })),
    warnings: [
      ...(options.warnings?.(settings) ?? []),
      ...supervision.warnings,
      ...ends,
      ...sharedWarnings(workload, limiting),
    ],
  });
}

function grantsOf({ grants = { grants: supervisorGrants, mounts: [] } }: TogetherOptions, settings: Settings): Grants {
  return typeof grants === "function" ? grants(settings) : grants;
}

function servicePlan(service: Service, { log }: Supervision): ServicePlan {
  const { completes } = service;
  return {
    replicas: replicaNames(service).map((name) => ({ container: all, name })),
    control: { program: controlProgram, runAs: runAsFolder, log },
    ...(completes === undefined ? {} : { completes }),
  };
}
