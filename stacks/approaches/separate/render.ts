import type { Service, Workload } from "../../../services/contract.ts";
import type { Rendering, Settings, UnitPlan } from "../../contract.ts";
import { dockerControl } from "../../rendering/docker-control.ts";
import { networkName } from "../../rendering/names.ts";
import { ownImage } from "../../rendering/own-container/image.ts";
import { ownUnit } from "../../rendering/own-container/unit.ts";
import { volumesOf } from "../../rendering/volumes.ts";
import { singleReplica, unordered } from "../../rendering/warnings.ts";

/** The services talk to each other here; no way out. */
const back = "back";
/** Only for the published service and for services that need a way out. */
const front = "front";

/** @returns an image and a container per service, and the two networks */
export function render(workload: Workload, settings: Settings): Rendering {
  const units = workload.services.map((service) => unitFor(service, workload, settings));
  const control = units.map((unit) => [unit.name, dockerControl(settings.docker, unit.fullName)] as const);
  return {
    images: workload.services.map((service) => ownImage(service, settings)),
    networks: networksFor(units, settings),
    volumes: volumesOf(workload, settings),
    units,
    control: Object.fromEntries(control),
    warnings: workload.services.flatMap(warningsFor),
  };
}

/** What the workload asks for and this approach does not do. */
function warningsFor(service: Service): string[] {
  return [...singleReplica(service, "container"), ...unordered(service)];
}

function unitFor(service: Service, { entry }: Workload, settings: Settings): UnitPlan {
  const { address, port } = settings.publish;
  const published = entry.service === service.name;
  const outside = published || service.egress;
  return ownUnit(service, settings, {
    hostOf: (target) => target,
    networks: [{ name: back, aliases: [service.name] }, ...(outside ? [{ name: front, aliases: [] }] : [])],
    ports: published ? [{ address, external: port, internal: entry.port }] : [],
  });
}

function networksFor(units: readonly UnitPlan[], { scope }: Settings): Rendering["networks"] {
  const used = new Set(units.flatMap((unit) => unit.networks.map(({ name }) => name)));
  const plan = (name: string, internal: boolean) => ({ name, fullName: networkName(scope, name, internal), internal });
  return [plan(back, true), plan(front, false)].filter(({ name }) => used.has(name));
}
