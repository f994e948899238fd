import type { Workload } from "../../../services/contract.ts";
import { podConflicts, possibleConflicts, refuseConflicts } from "../../../services/foreign/fold-conflicts.ts";
import type { ContainerPlan, ExtrasPlan, NamesPlan } from "../../container-plan.ts";
import type { Rendering, Settings } from "../../contract.ts";
import { networkName } from "../../rendering/names.ts";
import { inStartOrder } from "../../rendering/order.ts";
import { numbersOf } from "../../rendering/replicas.ts";
import { ownControl } from "../own-container.ts";
import { network, pauseContainer, pauseImage, pauseName } from "../pause.ts";
import { foreignTraits, refuseReplicaNames } from "./apart.ts";
import { adopted, foreignContainer, type Adopted } from "./container.ts";
import { furtherPort } from "./further.ts";
import { foreignImage, foreignVolumes } from "./parts.ts";

/**
 * A Compose project as a pod: a container per replica of a service, with one network and one IPC namespace for all, in which every service's name
 * leads to loopback. What belongs to these namespaces, such as sysctls and names of hosts, is the pause container's.
 * @throws UserError for services that cannot share them
 */
export function foreignPod(workload: Workload, settings: Settings): Rendering {
  const services = adopted(workload);
  const resolved = services.map(({ foreign }) => foreign);
  refuseConflicts(
    resolved,
    podConflicts(resolved),
    "deploy it with an approach that gives each service a network of its own: separate",
  );
  refuseReplicaNames(services);
  const byName = new Map(services.map((service) => [service.name, service]));
  const members = inStartOrder(services).flatMap(({ name }) => {
    const service = byName.get(name);
    return service === undefined ? [] : numbersOf(service).map((number) => member(service, number, workload, settings));
  });
  return {
    images: [pauseImage(workload, settings), ...services.map(foreignImage)],
    networks: [{ name: network, fullName: networkName(settings.scope, network, false), internal: false }],
    volumes: foreignVolumes(services, workload, settings),
    containers: [pause(services, workload, settings), ...members],
    services: ownControl(services),
    traits: foreignTraits(services),
    warnings: [
      ...(workload.foreign?.warnings ?? []),
      ...warnings,
      ...possibleConflicts(resolved),
      ...services.flatMap(lostName),
    ],
  };
}

const warnings = [
  "services share a network and IPC: each can reach the others' ports on localhost, and their shared memory",
  "networks of the Compose file are one: internal networks have egress, and what was apart is not",
  "a service stays in the network of a pause container that has ended: npm run up repairs that",
];

function lostName({ name, foreign }: Adopted): readonly string[] {
  const { hostname, domainname } = foreign.service.confinement;
  const lost = { "host name": hostname, domain: domainname };
  return Object.entries(lost).flatMap(([what, value]) =>
    value === undefined ? [] : [`${name}: its ${what} ${value} is not set: all services have that of the pod`],
  );
}

function member(service: Adopted, number: number, workload: Workload, settings: Settings): ContainerPlan {
  const joins = { container: pauseName(workload.services), namespaces: ["network", "ipc"] } as const;
  const container = foreignContainer(service, number, { networks: [], joins }, { workload, settings });
  const { extras } = container;
  return extras === undefined
    ? container
    : { ...container, extras: { ...extras, names: noNames, kernel: { ulimits: extras.kernel.ulimits, sysctls: {} } } };
}

const noNames: NamesPlan = { hosts: [], dns: { servers: [], search: [], options: [] } };

function pause(services: readonly Adopted[], workload: Workload, settings: Settings): ContainerPlan {
  const container = pauseContainer(workload, settings);
  const { entry } = workload;
  const further = services.flatMap(({ name, foreign }) =>
    foreign.service.ports
      .filter(({ target, protocol }) => !(name === entry.service && target === entry.port && protocol === "tcp"))
      .map(furtherPort),
  );
  const attachments = further.length === 0 ? container.attachments : { ...container.attachments, further };
  return { ...container, attachments, extras: sharedExtras(services, settings, workload) };
}

/** What belongs to the namespaces that all share, of every service. */
function sharedExtras(services: readonly Adopted[], settings: Settings, workload: Workload): ExtrasPlan {
  const all = services.flatMap((service) => {
    const { extras } = foreignContainer(service, 1, { networks: [] }, { workload, settings });
    return extras === undefined ? [] : [extras];
  });
  const unique = (texts: readonly string[]) => [...new Set(texts)];
  const own = services.flatMap(({ name, foreign: { service } }) => {
    const aliases =
      service.attachment.kind === "networks"
        ? Object.values(service.attachment.networks).flatMap((one) => one.aliases)
        : [];
    const links = service.attachment.kind === "networks" ? Object.values(service.attachment.links).flat() : [];
    return [name, ...aliases, ...links];
  });
  const shm = Math.max(0, ...all.map(({ kernel }) => kernel.shmMiB ?? 0));
  return {
    labels: {},
    names: {
      hosts: [
        ...unique(own).map((name) => ({ name, address: "127.0.0.1" })),
        ...all.flatMap(({ names }) => names.hosts),
      ],
      dns: {
        servers: unique(all.flatMap(({ names }) => names.dns.servers)),
        search: unique(all.flatMap(({ names }) => names.dns.search)),
        options: unique(all.flatMap(({ names }) => names.dns.options)),
      },
    },
    kernel: {
      sysctls: Object.assign({}, ...all.map(({ kernel }) => kernel.sysctls)) as Readonly<Record<string, string>>,
      ulimits: [],
      ...(shm === 0 ? {} : { shmMiB: shm }),
    },
    devices: [],
    securityOptions: [],
    uploads: [],
    input: false,
    hostNamespaces: [],
  };
}
