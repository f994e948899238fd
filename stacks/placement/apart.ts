import type { Service, Workload } from "../../services/contract.ts";
import type { ContainerPlan } from "../container-plan.ts";
import type { Rendering, Settings } from "../contract.ts";
import { networkName } from "../rendering/names.ts";
import { volumesOf } from "../rendering/volumes.ts";
import { endsAlone, singleReplica, unordered } from "../rendering/warnings.ts";
import type { Placed } from "./contract.ts";
import { ownContainer, ownContainerTraits, ownControl } from "./own-container.ts";
import { ownImage } from "./own-image.ts";

/** A container per service, on bridge networks. */
export const apart: Placed = { placement: "apart", supervisor: "none", traits: ownContainerTraits, render };

/** Connects the services; no egress. */
const back = "back";
/** Only for the published service and for services that need egress. */
const front = "front";

/** @returns an image and a container per service, and the two networks */
function render(workload: Workload, settings: Settings): Rendering {
  const { services } = workload;
  const containers = services.map((service) => containerFor(service, workload, settings));
  return {
    images: services.map((service) => ownImage(service, settings)),
    networks: networksFor(containers, settings),
    volumes: volumesOf(workload, settings),
    containers,
    services: ownControl(services),
    warnings: [...services.flatMap(warningsFor), ...endsAlone(services)],
  };
}

/** What the workload asks for and this placement cannot honour. */
function warningsFor(service: Service): string[] {
  return [...singleReplica(service, "container"), ...unordered(service)];
}

function containerFor(service: Service, { entry }: Workload, settings: Settings): ContainerPlan {
  const published = entry.service === service.name;
  const outside = published || service.egress;
  const networks = [{ name: back, aliases: [service.name] }, ...(outside ? [{ name: front, aliases: [] }] : [])];
  const attachments = published ? { networks, publishes: entry.port } : { networks };
  return ownContainer(service, settings, attachments, (target) => target);
}

function networksFor(containers: readonly ContainerPlan[], { scope }: Settings): Rendering["networks"] {
  const used = new Set(containers.flatMap(({ attachments }) => attachments.networks.map(({ name }) => name)));
  const plan = (name: string, internal: boolean) => ({ name, fullName: networkName(scope, name, internal), internal });
  return [plan(back, true), plan(front, false)].filter(({ name }) => used.has(name));
}
