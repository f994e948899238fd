import { UserError } from "../../errors/user-error.ts";
import type { Service, Workload } from "../../services/contract.ts";
import { hardened } from "../../services/foreign/harden.ts";
import { onceOnly } from "../../services/replicas.ts";
import type { ServiceConfig } from "../config.ts";

/**
 * The workload with the numbers of replicas, and the restrictions of services of a Compose file, that the stack's configuration gives.
 * @param configured settings by the service's name
 * @throws UserError for a service that the workload does not have, or one that cannot have replicas
 */
export function scaled(
  workload: Workload,
  configured: Readonly<Record<string, ServiceConfig>>,
  stack: string,
): Workload {
  const names = workload.services.map(({ name }) => name);
  const unknown = Object.keys(configured).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UserError({
      found: `Config "services" has "${unknown}", which is no service of the workload ${workload.name}.`,
      allowed: names.join(", "),
      remedy: `./pulumiw config rm --path services.${unknown} --stack ${stack}`,
    });
  }
  const services = workload.services.map((service) => withReplicas(service, configured, stack));
  return { ...workload, services: services.map((service) => withMeasures(service, configured, stack)) };
}

function withReplicas(service: Service, configured: Readonly<Record<string, ServiceConfig>>, stack: string): Service {
  const { name, completes } = service;
  const { replicas = service.replicas } = configured[name] ?? {};
  if (replicas > 1 && completes !== undefined) {
    throw new UserError({
      found: `Config "services.${name}.replicas" is ${replicas}.`,
      allowed: onceOnly,
      remedy: `./pulumiw config rm --path services.${name}.replicas --stack ${stack}`,
    });
  }
  return { ...service, replicas };
}

function withMeasures(service: Service, configured: Readonly<Record<string, ServiceConfig>>, stack: string): Service {
  const { name, foreign } = service;
  const { harden } = configured[name] ?? {};
  if (harden === undefined) return service;
  if (foreign !== undefined) return { ...service, foreign: hardened(foreign, harden) };
  throw new UserError({
    found: `Config "services.${name}.harden" is ${JSON.stringify(harden)}.`,
    allowed: "services of a Compose file; those of services/ are restricted already",
    remedy: `./pulumiw config rm --path services.${name}.harden --stack ${stack}`,
  });
}
