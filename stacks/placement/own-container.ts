import type { Service, Workload } from "../../services/contract.ts";
import { restartOf } from "../../services/restart.ts";
import type {
  AttachmentPlan,
  ContainerPlan,
  DeliveredMount,
  HealthPlan,
  ScratchMount,
  StartCondition,
} from "../container-plan.ts";
import type { ServicePlan, Settings, Traits } from "../contract.ts";
import { bash, checkPath } from "../rendering/checks.ts";
import { configMounts } from "../rendering/configs.ts";
import { noGrants, scratchMount, scratchOf } from "../rendering/isolation.ts";
import { objectName } from "../rendering/names.ts";
import { replicaNames, replicaOf } from "../rendering/replicas.ts";
import { restartingCheckPath, restartsItself, runtimeFolder } from "../rendering/restarting-check.ts";
import { secretMounts } from "../rendering/secrets.ts";
import { serviceEnv } from "../rendering/service-env.ts";
import { groupsOf, volumeMounts } from "../rendering/volumes.ts";
import { throughSecrets } from "../rendering/with-secrets.ts";

/** What a placement decides about the container of a replica. */
interface OwnPlace {
  /** Number of the replica, from 1. */
  readonly number: number;
  readonly attachments: AttachmentPlan;
  /** Host name at which another service is reached. */
  readonly hostOf: (service: string) => string;
}

/** The hardened container of one replica of a service. */
export function ownContainer(
  service: Service,
  workload: Workload,
  { scope }: Settings,
  { number, attachments, hostOf }: OwnPlace,
): ContainerPlan {
  const replica = replicaOf(service, number);
  return {
    name: replica.name,
    fullName: objectName(scope, replica.name),
    services: [service.name],
    image: service.name,
    process: {
      command: ownCommand(service),
      env: serviceEnv(replica, hostOf),
      workingDir: "/",
      init: true,
      terminal: false,
    },
    identity: { ...service.user, groups: groupsOf(service, workload) },
    mounts: [...ownScratch(service), ...volumeMounts([service]), ...deliveredMounts(service)],
    attachments,
    limits: service.limits,
    ...endOf(service),
    startsAfter: needsOf(service, workload),
    stop: { signal: service.stopSignal, graceSeconds: service.stopGraceSeconds },
    restart: restartPolicies[restartOf(service)],
    logs: { maxSizeMiB: 10, maxFiles: 3 },
    grants: noGrants,
  };
}

/** The command of a service's own container. */
export function ownCommand(service: Service): readonly string[] {
  return [...throughSecrets(service), ...service.command];
}

/** The command that runs a check script. @param path of the script */
export function checkOf(service: Service, path: string): readonly string[] {
  return [...throughSecrets(service), ...bash, path];
}

/** All replicas of the services that it depends on; containers have their names. */
function needsOf({ dependsOn }: Service, { services }: Workload): StartCondition[] {
  return services.flatMap((needed) => {
    const condition = dependsOn[needed.name];
    return condition === undefined ? [] : replicaNames(needed).map((container) => ({ container, condition }));
  });
}

/** A service that runs to completion has no health check: its exit code tells whether it has worked. */
function endOf(service: Service): Pick<ContainerPlan, "health" | "completes"> {
  return service.completes === undefined ? { health: healthOf(service) } : { completes: service.completes };
}

function healthOf(service: Service): HealthPlan {
  const plain = checkOf(service, checkPath(service));
  if (!restartsItself(service)) return { ...service.health, argv: plain };
  const { timeoutSeconds } = service.health;
  // The check ends itself in time, and then has to count.
  return {
    ...service.health,
    timeoutSeconds: timeoutSeconds + 1,
    argv: checkOf(service, restartingCheckPath),
    probe: plain,
  };
}

/** The service's scratch folders, and that of what the rendering's own programs remember. */
export function ownScratch(service: Service): readonly ScratchMount[] {
  const own = restartsItself(service) ? [scratchMount(runtimeFolder, 1, 0o700, service.user)] : [];
  return [...scratchOf([service]), ...own];
}

const restartPolicies = { always: "unless-stopped", "on-failure": "on-failure", never: "no" } as const;

function deliveredMounts(service: Service): DeliveredMount[] {
  const { name } = service;
  return [...secretMounts([service], `secrets-${name}`), ...configMounts([service], `config-${name}`)];
}

/** Control of services whose replicas have a container each, of the same name. */
export function ownControl(services: readonly Service[]): Record<string, ServicePlan> {
  return Object.fromEntries(services.map((service) => [service.name, controlOf(service)]));
}

function controlOf(service: Service): ServicePlan {
  const [runsThrough] = throughSecrets(service);
  const { completes } = service;
  return {
    replicas: replicaNames(service).map((name) => ({ container: name, name })),
    control: "system",
    ...(completes === undefined ? {} : { completes }),
    ...(runsThrough === undefined ? {} : { runsThrough }),
  };
}

/** Traits of a container per service, on a system that restarts and stops containers. */
export const ownContainerTraits: Traits = {
  isolatesServices: true,
  restartsServices: true,
  stopsGracefully: true,
  reapsOrphans: true,
  separatesLogs: true,
  runsUnprivileged: true,
  readOnlyRoot: true,
  ordersStart: false,
  endsWithEssential: false,
  stopExitCode: 0,
};
