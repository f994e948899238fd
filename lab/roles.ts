import type { Deed, Service, Workload } from "../services/contract.ts";
import type { Role } from "./contract.ts";

/** Whether a workload has services for all these roles. */
export function hasRoles({ roles = {} }: Pick<Workload, "roles">, about: readonly Role[]): boolean {
  const has: Readonly<Record<Role, boolean>> = {
    entry: true,
    peer: roles.peer !== undefined,
    misbehaves: Object.keys(roles.misbehaves ?? {}).length > 0,
  };
  return about.every((role) => has[role]);
}

/** The service that is published. */
export function entryOf(workload: Workload): Service {
  return serviceOf(workload, workload.entry.service);
}

/** The service that polls the entry. @throws if the workload has none: an experiment that needs it names the role in `about` */
export function peerOf(workload: Workload): Service {
  if (workload.roles?.peer === undefined) throw new Error(`the workload ${workload.name} has no peer`);
  return serviceOf(workload, workload.roles.peer);
}

/** Name of the peer's environment variable with the entry's host. @throws if there is none */
export function hostVariableOf(workload: Workload): string {
  const { name, hosts } = peerOf(workload);
  const [variable] = Object.entries(hosts).find(([, service]) => service === workload.entry.service) ?? [];
  if (variable === undefined) throw new Error(`no variable of ${name} says where the entry is`);
  return variable;
}

/** Services that misbehave in this way on order, in the workload's order. */
export function doersOf({ services, roles }: Workload, deed: Deed): readonly Service[] {
  return services.filter(({ name }) => roles?.misbehaves?.[name]?.includes(deed) ?? false);
}

/** The first service beside the entry that can do all of these; undefined if there is none. */
export function doerBesideEntry(workload: Workload, deeds: readonly Deed[]): Service | undefined {
  return workload.services.find(
    (service) =>
      service.name !== workload.entry.service && deeds.every((deed) => doersOf(workload, deed).includes(service)),
  );
}

/** @throws if the workload has no such service */
export function serviceOf({ name, services }: Workload, wanted: string): Service {
  const found = services.find((service) => service.name === wanted);
  if (found === undefined) throw new Error(`the workload ${name} has no service "${wanted}"`);
  return found;
}
