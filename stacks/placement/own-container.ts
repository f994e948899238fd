import type { Service } from "../../services/contract.ts";
import type { AttachmentPlan, ContainerPlan } from "../container-plan.ts";
import type { ServicePlan, Settings, Traits } from "../contract.ts";
import { checkPath } from "../rendering/checks.ts";
import { noGrants, scratchOf } from "../rendering/isolation.ts";
import { objectName } from "../rendering/names.ts";
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
    mounts: [...scratchOf([service]), ...volumeMounts(service)],
    attachments,
    limits: service.limits,
    health: { ...service.health, argv: ["/bin/bash", checkPath(service)] },
    ...(service.completes === undefined ? {} : { completes: service.completes }),
    startsAfter: [],
    stop: { signal: service.stopSignal, graceSeconds: service.stopGraceSeconds },
    restart: "unless-stopped",
    logs: { maxSizeMiB: 10, maxFiles: 3 },
    grants: noGrants,
  };
}

/** Control of services that have a container each, of the same name. */
export function ownControl(services: readonly Service[]): Record<string, ServicePlan> {
  return Object.fromEntries(
    services.map(({ name }) => [name, { replicas: [{ container: name, name }], control: "system" } as const]),
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
  endsWithEssential: false,
  stopExitCode: 0,
};
