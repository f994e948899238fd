import type { Service, Workload } from "../../services/contract.ts";
import type { ContainerPlan } from "../container-plan.ts";
import type { Rendering, Settings } from "../contract.ts";
import { hardenedAs } from "../rendering/hardening.ts";
import { networkName } from "../rendering/names.ts";
import { inStartOrder } from "../rendering/order.ts";
import { numbersOf } from "../rendering/replicas.ts";
import { volumesOf } from "../rendering/volumes.ts";
import { endsAlone, forgotten, sharedVolumes, unorderedRestart } from "../rendering/warnings.ts";
import type { Placed } from "./contract.ts";
import { foreignApart } from "./foreign/apart.ts";
import { ownContainer, ownContainerTraits, ownControl } from "./own-container.ts";
import { ownImage } from "./own-image.ts";

/** A container per replica of a service, on bridge networks. */
export const apart: Placed = { placement: "apart", supervisor: "none", traits: ownContainerTraits, render };

/** Connects the services; no egress. */
const back = "back";
/** Only for the published service and for services that need egress. */
const front = "front";

/** @returns an image per service, a container per replica, and the two networks */
function render(workload: Workload, settings: Settings): Rendering {
  if (workload.foreign !== undefined) return foreignApart(workload, settings);
  const { services } = workload;
  const containers = inStartOrder(services).flatMap((service) =>
    numbersOf(service).map((number) => containerFor(service, number, workload, settings)),
  );
  return hardenedAs(settings, {
    images: services.map((service) => ownImage(service, workload, settings)),
    networks: networksFor(containers, settings),
    volumes: volumesOf(workload, settings),
    containers,
    services: ownControl(services),
    warnings: [
      ...services.flatMap((service) => warningsFor(service, workload)),
      ...endsAlone(services),
      ...forgotten(services),
    ],
  });
}

/** What the workload asks for and this placement cannot honour, and what its user should know. */
function warningsFor(service: Service, { entry }: Workload): string[] {
  const { name, replicas } = service;
  const onePublished = `${name}: only the first of its ${replicas} replicas is published on the host; DNS names them all`;
  return [
    ...(name === entry.service && replicas > 1 ? [onePublished] : []),
    ...sharedVolumes(service),
    ...unorderedRestart(service),
  ];
}

/** Every replica has the service's DNS name, which so has the addresses of all. */
function containerFor(service: Service, number: number, workload: Workload, settings: Settings): ContainerPlan {
  const { entry } = workload;
  // A port of the host can be published once.
  const published = entry.service === service.name && number === 1;
  const outside = published || service.egress;
  const networks = [{ name: back, aliases: [service.name] }, ...(outside ? [{ name: front, aliases: [] }] : [])];
  const attachments = published ? { networks, publishes: entry.port } : { networks };
  return ownContainer(service, workload, settings, { number, attachments, hostOf: (target) => target });
}

function networksFor(containers: readonly ContainerPlan[], { scope }: Settings): Rendering["networks"] {
  const used = new Set(containers.flatMap(({ attachments }) => attachments.networks.map(({ name }) => name)));
  const plan = (name: string, internal: boolean) => ({ name, fullName: networkName(scope, name, internal), internal });
  return [plan(back, true), plan(front, false)].filter(({ name }) => used.has(name));
}
