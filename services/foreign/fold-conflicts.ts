import { ComposeFault } from "../compose/fault.ts";
import type { ResolvedService } from "./contract.ts";
import { containerContradictions, networkContradictions, type Conflict } from "./one-value.ts";

/**
 * What stands against running services in one container, each in a root of its own: they share the network, the processes, the host name and
 * the limits, and PID 1 is the supervisor.
 */
export function foldConflicts(services: readonly ResolvedService[]): readonly Conflict[] {
  return [...portConflicts(services), ...containerContradictions(services), ...services.flatMap(ownConflicts)];
}

/** What stands against services that share a network and IPC, and nothing else. */
export function podConflicts(services: readonly ResolvedService[]): readonly Conflict[] {
  return [
    ...portConflicts(services),
    ...networkContradictions(services),
    ...services.flatMap(networkConflicts),
    ...services.flatMap(namespaceConflicts),
  ];
}

/**
 * @param remedy an approach that can
 * @throws ComposeFault for the first
 */
export function refuseConflicts(
  services: readonly ResolvedService[],
  [first]: readonly Conflict[],
  remedy: string,
): void {
  if (first === undefined) return;
  const at = services.find(({ service }) => service.name === first.services[0])?.service.at ?? {
    file: "",
    line: 1,
    column: 1,
  };
  throw new ComposeFault(at, first.found, first.allowed, remedy);
}

/** Ports that the file says a service listens on. What an image exposes is only what it can listen on: a worker of the same image does not. */
function declared({ service }: ResolvedService): ReadonlySet<string> {
  return new Set([
    ...service.exposes.map(withProtocol),
    ...service.ports.map(({ target, protocol }) => `${target}/${protocol}`),
  ]);
}

/** What may go wrong where services share a network, a line each: images that expose the same port. */
export function possibleConflicts(services: readonly ResolvedService[]): readonly string[] {
  const holders = new Map<string, string[]>();
  for (const { service, exposes } of services) {
    for (const port of new Set(exposes.map(withProtocol)))
      holders.set(port, [...(holders.get(port) ?? []), service.name]);
  }
  return [...holders].flatMap(([port, names]) =>
    names.length < 2
      ? []
      : [
          `${names.join(" and ")} may all listen on ${port}, which their images expose: with one network for all only one can`,
        ],
  );
}

function portConflicts(services: readonly ResolvedService[]): readonly Conflict[] {
  const holders = new Map<string, string>();
  const found: Conflict[] = [];
  for (const one of services) {
    const { service } = one;
    for (const port of declared(one)) {
      const other = holders.get(port);
      if (other !== undefined) {
        found.push({
          services: [other, service.name],
          found: `the services ${other} and ${service.name} both listen on ${port}, and with one network for all only one can`,
          allowed: "a port for each service",
        });
      }
      holders.set(port, other ?? service.name);
      if (service.replicas > 1) {
        found.push({
          services: [service.name],
          found: `the service ${service.name} has ${service.replicas} replicas, and with one network for all only one can listen on ${port}`,
          allowed: "one replica of a service that listens",
        });
      }
    }
  }
  return found;
}

function withProtocol(port: string): string {
  return port.includes("/") ? port : `${port}/tcp`;
}

/** Programs that are PID 1 or refuse to run. */
const firsts =
  /^(?:\/init|\/sbin\/init|\/usr\/sbin\/init|\/(?:usr\/)?lib\/systemd\/systemd|(?:\/[\w/.-]*\/)?(?:s6-svscan|runit-init|my_init))$/;

function networkConflicts({ service: { name, attachment } }: ResolvedService): readonly Conflict[] {
  if (attachment.kind !== "host" && attachment.kind !== "none") return [];
  return [
    {
      services: [name],
      found: `the service ${name} has network_mode: ${attachment.kind}, and there is one network for all`,
      allowed: "networks",
    },
  ];
}

/** Namespaces that the pod has already, and that others would be. */
function namespaceConflicts({ service: { name, confinement } }: ResolvedService): readonly Conflict[] {
  const { ipc, pid } = confinement.namespaces;
  const joined = pid?.startsWith("service:") === true ? { pid } : {};
  const others = { ...(ipc === "host" || ipc === "none" ? { ipc } : {}), ...joined };
  return Object.entries(others).map(([kind, value]) => ({
    services: [name],
    found: `the service ${name} has ${kind}: ${value}, and joins the network and the IPC of the pod`,
    allowed: `no ${kind}`,
  }));
}

function ownConflicts(one: ResolvedService): readonly Conflict[] {
  const { service, argv } = one;
  const { name, confinement } = service;
  const found: Conflict[] = [...networkConflicts(one)];
  const conflict = (what: string, allowed: string) =>
    found.push({ services: [name], found: `the service ${name} ${what}`, allowed });
  const [program = ""] = argv;
  if (firsts.test(program))
    conflict(
      `starts ${program}, which has to be PID 1: that is the supervisor of the approach`,
      "a program that runs under another",
    );
  for (const [kind, value] of Object.entries(confinement.namespaces)) {
    if (kind === "userns" || kind === "cgroup")
      conflict(`has ${kind}: ${value}, and the container has one for all`, `no ${kind}`);
  }
  if (confinement.cgroupParent !== undefined)
    conflict(`has cgroup_parent: ${confinement.cgroupParent}, and all would be in it`, "no cgroup_parent");
  if (confinement.privileged) conflict("is privileged, and so all would be", "no privilege, or a container of its own");
  return found;
}
