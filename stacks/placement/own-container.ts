import type { Service } from "../../services/contract.ts";
import type { AttachmentPlan, ContainerPlan } from "../container-plan.ts";
import type { ServicePlan, Settings, Traits } from "../contract.ts";
import { checkPath } from "../rendering/checks.ts";
import { noGrants, scratchOf } from "../rendering/isolation.ts";
import { objectName } from "../rendering/names.ts";
import { replicaNames, replicaOf } from "../rendering/replicas.ts";
import { serviceEnv } from "../rendering/service-env.ts";
import { volumeMounts } from "../rendering/volumes.ts";

/** What a placement decides about the container of a replica. */
interface OwnPlace {
  /** Number of the replica, from 1. */
  readonly number: number;
  readonly attachments: AttachmentPlan;
  /** Host name at which another service is reached. */
  readonly hostOf: (service: string) => string;
}

/** The hardened container of one replica of a service. */
export function ownContainer(service: Service, { scope }: Settings, place: OwnPlace): ContainerPlan {
  const { number, attachments, hostOf } = place;
  const replica = replicaOf(service, number);
  return {
    name: replica.name,
    fullName: objectName(scope, replica.name),
    services: [service.name],
    image: service.name,
    process: {
      command: service.command,
      env: serviceEnv(replica, hostOf),
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

/** Control of services whose replicas have a container each, of the same name. */
export function ownControl(services: readonly Service[]): Record<string, ServicePlan> {
  return Object.fromEntries(
    services.map((service) => {
      const replicas = replicaNames(service).map((name) => ({ container: name, name }));
      return [service.name, { replicas, control: "system" } as const];
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
