import type { Service, Workload } from "../../services/contract.ts";
import type { AttachmentPlan, ContainerPlan, DeliveredMount } from "../container-plan.ts";
import type { ServicePlan, Settings, Traits } from "../contract.ts";
import { checkPath } from "../rendering/checks.ts";
import { configMounts } from "../rendering/configs.ts";
import { noGrants, scratchOf } from "../rendering/isolation.ts";
import { objectName } from "../rendering/names.ts";
import { secretMounts } from "../rendering/secrets.ts";
import { serviceEnv } from "../rendering/service-env.ts";
import { groupsOf, volumeMounts } from "../rendering/volumes.ts";
import { throughSecrets } from "../rendering/with-secrets.ts";

/**
 * The hardened container of one service.
 * @param hostOf host name at which another service is reached
 */
export function ownContainer(
  service: Service,
  workload: Pick<Workload, "volumes">,
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
      command: ownCommand(service),
      env: serviceEnv(service, hostOf),
      workingDir: "/",
      init: true,
      terminal: false,
    },
    identity: { ...service.user, groups: groupsOf(service, workload) },
    mounts: [...scratchOf([service]), ...volumeMounts([service]), ...deliveredMounts(service)],
    attachments,
    limits: service.limits,
    health: { ...service.health, argv: checkOf(service, checkPath(service)) },
    ...(service.completes === undefined ? {} : { completes: service.completes }),
    startsAfter: [],
    stop: { signal: service.stopSignal, graceSeconds: service.stopGraceSeconds },
    restart: "unless-stopped",
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
  return [...throughSecrets(service), "/bin/bash", path];
}

function deliveredMounts(service: Service): DeliveredMount[] {
  const { name } = service;
  return [...secretMounts([service], `secrets-${name}`), ...configMounts([service], `config-${name}`)];
}

/** Control of services that have a container each, of the same name. */
export function ownControl(services: readonly Service[]): Record<string, ServicePlan> {
  return Object.fromEntries(services.map((service) => [service.name, controlOf(service)]));
}

function controlOf(service: Service): ServicePlan {
  const { name } = service;
  const [runsThrough] = throughSecrets(service);
  const plan = { replicas: [{ container: name, name }], control: "system" } as const;
  return runsThrough === undefined ? plan : { ...plan, runsThrough };
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
