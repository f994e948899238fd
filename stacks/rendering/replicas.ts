import type { Condition, Service, Workload } from "../../services/contract.ts";

/** A service's replica by its number, from 1: the service with the replica's name, which knows its number. */
export function replicaOf(service: Service, number: number): Service {
  const env = number === 1 ? service.env : { ...service.env, REPLICA: String(number) };
  return { ...service, name: replicaName(service.name, number), env, replicas: 1 };
}

/** All replicas of a service, in the order of their numbers. */
function replicasOf(service: Service): Service[] {
  return numbersOf(service).map((number) => replicaOf(service, number));
}

/** The names of a service's replicas. */
export function replicaNames(service: Pick<Service, "name" | "replicas">): string[] {
  return numbersOf(service).map((number) => replicaName(service.name, number));
}

/** The numbers of a service's replicas, from 1. */
export function numbersOf({ replicas }: Pick<Service, "replicas">): number[] {
  return Array.from({ length: replicas }, (_, index) => index + 1);
}

/** The underscore keeps it apart from names of services, which have none. */
export function replicaName(service: string, number: number): string {
  return number === 1 ? service : `${service}_${number}`;
}

/**
 * The workload with a service for each replica, for what runs several services in one container. A service that depends on another one
 * depends on all its replicas.
 */
export function expanded(workload: Workload): Workload {
  const services = workload.services.flatMap((service) =>
    replicasOf({ ...service, dependsOn: onReplicas(service, workload.services) }),
  );
  return { ...workload, services };
}

function onReplicas({ dependsOn }: Service, services: readonly Service[]): Record<string, Condition> {
  const conditions = services.flatMap((needed) => {
    const condition = dependsOn[needed.name];
    return condition === undefined ? [] : replicaNames(needed).map((name) => [name, condition] as const);
  });
  return Object.fromEntries(conditions);
}
