import type { Service } from "../../services/contract.ts";
import type { AttachmentPlan, ContainerPlan, HealthPlan, RestartPolicy, StartCondition } from "../container-plan.ts";
import type { ServicePlan, Settings, Traits } from "../contract.ts";
import { checkPath } from "../rendering/checks.ts";
import { noGrants, scratchMount, scratchOf } from "../rendering/isolation.ts";
import { objectName } from "../rendering/names.ts";
import { restartingCheckPath, restartsItself, runtimeFolder } from "../rendering/restarting-check.ts";
import { serviceEnv } from "../rendering/service-env.ts";
import { volumeMounts } from "../rendering/volumes.ts";

/**
 * The hardened container of one service.
 * @param hostOf host name at which another service is reached
 */
export function ownContainer(
  service: Service,
  { scope }: Settings,
  attachments: AttachmentPlan,
  hostOf: (service: string) => string,
): ContainerPlan {
  return {
    name: service.name,
    fullName: objectName(scope, service.name),
    services: [service.name],
    image: service.name,
    process: {
      command: service.command,
      env: serviceEnv(service, hostOf),
      workingDir: "/",
      init: true,
      terminal: false,
    },
    identity: { ...service.user, groups: [] },
    mounts: [...scratchOf([service]), ...runtimeMounts(service), ...volumeMounts(service)],
    attachments,
    limits: service.limits,
    ...endOf(service),
    startsAfter: needsOf(service),
    stop: { signal: service.stopSignal, graceSeconds: service.stopGraceSeconds },
    restart: restartOf(service),
    logs: { maxSizeMiB: 10, maxFiles: 3 },
    grants: noGrants,
  };
}

/** Containers have their services' names. */
function needsOf({ dependsOn }: Service): StartCondition[] {
  return Object.entries(dependsOn).map(([container, condition]) => ({ container, condition }));
}

/** A service that runs to completion has no health check: its exit code tells whether it has worked. */
function endOf(service: Service): Pick<ContainerPlan, "health" | "completes"> {
  return service.completes === undefined ? { health: healthOf(service) } : { completes: service.completes };
}

function healthOf(service: Service): HealthPlan {
  const plain = ["/bin/bash", checkPath(service)];
  if (!restartsItself(service)) return { ...service.health, argv: plain };
  const { timeoutSeconds } = service.health;
  // The check ends itself in time, and then has to count.
  return {
    ...service.health,
    timeoutSeconds: timeoutSeconds + 1,
    argv: ["/bin/bash", restartingCheckPath],
    probe: plain,
  };
}

function runtimeMounts(service: Service): ContainerPlan["mounts"] {
  return restartsItself(service) ? [scratchMount(runtimeFolder, 1, 0o700, service.user)] : [];
}

function restartOf({ restart, completes }: Service): RestartPolicy {
  const policies = { always: "unless-stopped", "on-failure": "on-failure", never: "no" } as const;
  return policies[restart ?? (completes === undefined ? "always" : "never")];
}

/** Control of services that have a container each, of the same name. */
export function ownControl(services: readonly Service[]): Record<string, ServicePlan> {
  return Object.fromEntries(
    services.map(({ name, completes }) => {
      const plan = { replicas: [{ container: name, name }], control: "system" } as const;
      return [name, completes === undefined ? plan : { ...plan, completes }];
    }),
  );
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
  stopExitCode: 0,
};
