import type { Service, Workload } from "../../../services/contract.ts";
import type { ResolvedService } from "../../../services/foreign/contract.ts";
import type { AttachmentPlan, ContainerPlan, HealthPlan } from "../../container-plan.ts";
import type { Settings } from "../../contract.ts";
import { objectName } from "../../rendering/names.ts";
import { replicaName, replicaNames } from "../../rendering/replicas.ts";
import { extrasOf } from "./extras.ts";
import { grantsOf } from "./grants.ts";
import { limitsOf } from "./limits.ts";
import { foreignMounts } from "./mounts.ts";

/** A service of a Compose file. */
export interface Adopted extends Service {
  readonly foreign: ResolvedService;
}

export function adopted({ services }: Workload): readonly Adopted[] {
  return services.map((service) => {
    if (service.foreign === undefined) throw new Error(`the service ${service.name} is of no Compose file`);
    return { ...service, foreign: service.foreign };
  });
}

/**
 * The container of a replica, as the Compose file and the image have it. What neither restricts stays as the system has it: images of other
 * people may need it.
 * @param number of the replica, from 1
 */
export function foreignContainer(
  service: Adopted,
  number: number,
  attachments: AttachmentPlan,
  { workload, settings }: { readonly workload: Workload; readonly settings: Settings },
): ContainerPlan {
  const { foreign, completes } = service;
  const own = foreign.service;
  const name = replicaName(service.name, number);
  return {
    name,
    fullName: objectName(settings.scope, name),
    services: [service.name],
    image: service.name,
    process: {
      command: foreign.argv,
      env: foreign.env,
      workingDir: foreign.workingDir,
      init: own.process.init ?? false,
      terminal: own.process.terminal,
    },
    identity: foreign.identity,
    mounts: foreignMounts(foreign, number),
    attachments,
    limits: limitsOf(own.limits),
    ...(completes === undefined ? healthOf(foreign) : { completes }),
    startsAfter: workload.services.flatMap((needed) => {
      const condition = service.dependsOn[needed.name];
      return condition === undefined ? [] : replicaNames(needed).map((container) => ({ container, condition }));
    }),
    stop: { signal: foreign.stopSignal, graceSeconds: service.stopGraceSeconds },
    restart: own.restart,
    logs: { maxSizeMiB: 10, maxFiles: 3 },
    grants: grantsOf(own),
    extras: extrasOf(foreign),
  };
}

function healthOf({ health }: ResolvedService): { readonly health?: HealthPlan } {
  if (health === undefined) return {};
  const { argv, schedule } = health;
  const { interval, timeout, retries, startPeriod } = schedule;
  const times = { intervalSeconds: interval, timeoutSeconds: timeout, retries, startPeriodSeconds: startPeriod };
  return { health: { argv, ...times } };
}
