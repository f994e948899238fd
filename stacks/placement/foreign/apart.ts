import { UserError } from "../../../errors/user-error.ts";
import type { Workload } from "../../../services/contract.ts";
import type { AttachmentPlan } from "../../container-plan.ts";
import type { Rendering, Settings, Traits } from "../../contract.ts";
import { inStartOrder } from "../../rendering/order.ts";
import { numbersOf, replicaNames } from "../../rendering/replicas.ts";
import { ownControl } from "../own-container.ts";
import { adopted, foreignContainer, type Adopted } from "./container.ts";
import { furtherPort } from "./further.ts";
import { foreignImage, foreignNetworks, foreignVolumes } from "./parts.ts";

/** A Compose project as it says: a container per replica of a service, on the networks of the file. */
export function foreignApart(workload: Workload, settings: Settings): Rendering {
  const services = adopted(workload);
  refuseReplicaNames(services);
  const byName = new Map(services.map((service) => [service.name, service]));
  const containers = inStartOrder(services).flatMap(({ name }) => {
    const service = byName.get(name);
    if (service === undefined) return [];
    return numbersOf(service).map((number) =>
      foreignContainer(service, number, attachmentsOf(service, number, services, workload), { workload, settings }),
    );
  });
  return {
    images: services.map(foreignImage),
    networks: foreignNetworks(services, workload, settings),
    volumes: foreignVolumes(services, workload, settings),
    containers,
    services: ownControl(services),
    traits: foreignTraits(services),
    warnings: [...(workload.foreign?.warnings ?? []), ...services.flatMap((service) => onePublished(service))],
  };
}

/** What a Compose file decides, and not the approach. */
export function foreignTraits(services: readonly Adopted[]): Partial<Traits> {
  return {
    isolatesServices: services.every(({ foreign }) => foreign.service.confinement.namespaces.pid === undefined),
    runsUnprivileged: services.every(({ user }) => user.uid !== 0),
    readOnlyRoot: services.every(({ foreign }) => foreign.service.confinement.readOnlyRoot),
    restartsServices: services.every(({ restart }) => restart === "always"),
    reapsOrphans: services.every(({ foreign }) => foreign.service.process.init === true),
  };
}

/** The underscore of replicas' names is none that Compose keeps free. @throws UserError */
export function refuseReplicaNames(services: readonly Adopted[]): void {
  const names = new Map<string, string>();
  for (const service of services) {
    for (const name of replicaNames(service)) {
      const other = names.get(name);
      if (other !== undefined) {
        throw new UserError({
          found: `A container of the service ${service.name} would be named ${name}, and one of ${other} is.`,
          allowed: "names of services that do not end in an underscore and a number",
          remedy: `rename one of ${other} and ${service.name}`,
        });
      }
      names.set(name, service.name);
    }
  }
}

function onePublished({ name, replicas, foreign }: Adopted): readonly string[] {
  if (replicas === 1 || foreign.service.ports.length === 0) return [];
  return [`${name}: only the first of its ${replicas} replicas is published on the host; DNS names them all`];
}

function attachmentsOf(
  service: Adopted,
  number: number,
  services: readonly Adopted[],
  { entry }: Workload,
): AttachmentPlan {
  const { attachment, ports, confinement } = service.foreign.service;
  const joined = (["ipc", "pid"] as const).flatMap((kind) => {
    const [word, other] = (confinement.namespaces[kind] ?? "").split(":");
    return word === "service" && other !== undefined ? [{ kind, other }] : [];
  });
  const network = attachment.kind === "joins" ? [{ kind: "network" as const, other: attachment.service }] : [];
  const joins = joinsOf(service, [...network, ...joined]);
  const shares = services.some(
    ({ foreign }) => foreign.service.confinement.namespaces.ipc === `service:${service.name}`,
  );
  // A port of the host can be published once.
  const published = number === 1 ? ports : [];
  const isEntry = entry.service === service.name && number === 1;
  const further = published
    .filter(({ target, protocol }) => !(isEntry && target === entry.port && protocol === "tcp"))
    .map(furtherPort);
  return {
    networks:
      attachment.kind === "networks"
        ? Object.entries(attachment.networks).map(([name, { aliases }]) => ({
            name,
            aliases: namesIn(service, aliases, services),
          }))
        : [],
    ...(joins === undefined ? {} : { joins }),
    ...(shares || confinement.namespaces.ipc === "shareable" ? { sharesIpc: true } : {}),
    ...(isEntry ? { publishes: entry.port } : {}),
    ...(further.length === 0 ? {} : { further }),
    ...(attachment.kind === "none" || attachment.kind === "host" ? { instead: attachment.kind } : {}),
  };
}

/** @throws UserError if the namespaces are of several services */
function joinsOf(
  { name }: Adopted,
  wanted: readonly { readonly kind: "network" | "ipc" | "pid"; readonly other: string }[],
): AttachmentPlan["joins"] {
  const [first] = wanted;
  if (first === undefined) return undefined;
  const others = new Set(wanted.map(({ other }) => other));
  if (others.size > 1) {
    throw new UserError({
      found: `The service ${name} joins namespaces of ${[...others].join(" and ")}.`,
      allowed: "those of one service",
      remedy: "change network_mode, ipc or pid",
    });
  }
  return { container: first.other, namespaces: wanted.map(({ kind }) => kind) };
}

/** A service's own name, its aliases, and what others call it by links: in Docker they have to be known to the whole network. */
function namesIn({ name }: Adopted, aliases: readonly string[], services: readonly Adopted[]): readonly string[] {
  const linked = services.flatMap(({ foreign: { service } }) =>
    service.attachment.kind === "networks" ? (service.attachment.links[name] ?? []) : [],
  );
  return [...new Set([name, ...aliases, ...linked])];
}
