import type { Service, Workload } from "../../services/contract.ts";
import type { ContainerPlan, GrantPlan } from "../container-plan.ts";
import type { Rendering, ServicePlan, Settings, Traits } from "../contract.ts";
import { refuseSamePaths, refuseSamePorts, refuseSameUsers } from "../rendering/conflicts.ts";
import { networkName } from "../rendering/names.ts";
import { expanded, replicaNames } from "../rendering/replicas.ts";
import { mountPoints, volumesOf } from "../rendering/volumes.ts";
import { endsAlone } from "../rendering/warnings.ts";
import { supervisorGrants, type Supervision, type Supervisor } from "../supervisors/contract.ts";
import { controlProgram, runAsFolder } from "../supervisors/paths.ts";
import { completedVolume } from "./completed-volume.ts";
import type { Placed } from "./contract.ts";
import { refuseIndistinctReplicas, refuseListeningReplicas } from "./refused-replicas.ts";
import { all, sharedContainer, sharedImage } from "./shared-container.ts";
import { sharedWarnings } from "./shared-limits.ts";

/** What an approach can change of the one container. */
export interface TogetherOptions {
  /** Privileges of the container. Pure. @default what every supervisor needs to start services as different users */
  readonly grants?: (settings: Settings) => Grants;
  /** Warnings, shown before those of the supervisor. Pure. @default none */
  readonly warnings?: (settings: Settings) => readonly string[];
}

/** Privileges of a container, and the mounts of the host that go with them. */
export interface Grants {
  readonly grants: GrantPlan;
  readonly mounts: ContainerPlan["mounts"];
}

/** All services in one container, under a supervisor. */
export function together(supervisor: Supervisor, options: TogetherOptions = {}): Placed {
  const traits: Traits = {
    isolatesServices: false,
    runsUnprivileged: true,
    readOnlyRoot: true,
    ...supervisor.traits,
  };
  return {
    placement: "together",
    supervisor: supervisor.name,
    traits,
    ...(supervisor.addReplica === undefined ? {} : { addReplica: supervisor.addReplica }),
    readsHost: supervisor.readsHost === true || options.grants !== undefined,
    render: (workload, settings) => render(workload, settings, supervisor, options),
  };
}

const shared = "with this approach both services run in one container";

/** @throws UserError if two services cannot share a container by their paths, ports or users, or replicas of a service cannot */
function render(workload: Workload, settings: Settings, supervisor: Supervisor, options: TogetherOptions): Rendering {
  const { services } = workload;
  refuseSamePorts(workload, shared);
  refuseSameUsers(workload, shared);
  refuseListeningReplicas(workload);
  refuseIndistinctReplicas(workload);
  const supervision = supervisor.supervise(expanded(workload), settings);
  refuseSamePaths(workload, { ...supervision, name: `the supervisor ${supervisor.name}` }, shared);
  const grants = options.grants?.(settings) ?? { grants: supervisorGrants, mounts: [] };
  const ordered = supervisor.traits.ordersStart;
  const endsWithEssential = supervisor.traits.endsWithEssential && services.some(({ essential }) => essential === true);
  const ends = endsWithEssential ? [] : endsAlone(services);
  const completed = completedVolume(workload, settings);
  const volumes = [...volumesOf(workload, settings), ...(completed === undefined ? [] : [completed.volume])];
  const mounts = [...(completed === undefined ? [] : [completed.mount]), ...grants.mounts];
  const container = sharedContainer(workload, settings, supervision, { ...grants, mounts, ordered, endsWithEssential });
  return {
    images: [sharedImage(workload, settings, supervision, mountPoints(container.mounts, volumes))],
    // Not internal: the entry is published from it, and a port of an internal network cannot be.
    networks: [{ name: all, fullName: networkName(settings.scope, all, false), internal: false }],
    volumes,
    containers: [container],
    services: Object.fromEntries(services.map((service) => [service.name, servicePlan(service, supervision)])),
    verifications: supervision.verifications.map((verification) => ({ ...verification, container: all })),
    warnings: [...(options.warnings?.(settings) ?? []), ...supervision.warnings, ...ends, ...sharedWarnings(workload)],
  };
}

function servicePlan(service: Service, { log }: Supervision): ServicePlan {
  const { completes } = service;
  return {
    replicas: replicaNames(service).map((name) => ({ container: all, name })),
    control: { program: controlProgram, runAs: runAsFolder, log },
    ...(completes === undefined ? {} : { completes }),
  };
}
