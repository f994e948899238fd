import type { Service, Workload } from "../../../services/contract.ts";
import type { ImagePlan, NetworkPlan, Rendering, Settings, UnitPlan, VolumePlan } from "../../contract.ts";
import { checkPath } from "../../rendering/checks.ts";
import { dockerControl } from "../../rendering/docker-control.ts";
import { baseWithPackages, copyTree, dockerfile } from "../../rendering/dockerfile.ts";
import { tmpfsFor, userOf } from "../../rendering/isolation.ts";
import { networkName, objectName } from "../../rendering/names.ts";
import { rootFolder, serviceEnv, serviceFiles } from "../../rendering/service-files.ts";
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
    images: workload.services.map((service) => imageFor(service, settings)),
    networks: networksFor(units, settings),
    volumes: volumesFor(workload, settings),
    units,
    control: Object.fromEntries(control),
    warnings: workload.services.flatMap(warningsFor),
  };
}

/** What the workload asks for and this approach does not do. */
function warningsFor(service: Service): string[] {
  return [...singleReplica(service, "container"), ...unordered(service)];
}

function imageFor(service: Service, settings: Settings): ImagePlan {
  const packages = baseWithPackages(settings.baseImage, service.packages);
  const lines = [
    ...packages,
    copyTree(`${rootFolder}/`, "/"),
    `USER ${userOf(service)}`,
    ...(service.port === undefined ? [] : [`EXPOSE ${service.port}`]),
    `STOPSIGNAL ${service.stopSignal}`,
    `CMD ${JSON.stringify(service.command)}`,
  ];
  return {
    name: service.name,
    dockerfile: dockerfile(lines),
    ...(service.packages.length === 0 ? {} : { packageLayer: dockerfile(packages) }),
    files: serviceFiles(service),
  };
}

function unitFor(service: Service, workload: Workload, { scope, publish }: Settings): UnitPlan {
  const published = workload.entry.service === service.name;
  const outside = published || service.egress;
  return {
    name: service.name,
    fullName: objectName(scope, service.name),
    services: [service.name],
    image: service.name,
    command: service.command,
    env: serviceEnv(service, (target) => target),
    user: userOf(service),
    workingDir: "/",
    networks: [{ name: back, aliases: [service.name] }, ...(outside ? [{ name: front, aliases: [] }] : [])],
    ports: published ? [{ address: publish.address, external: publish.port, internal: workload.entry.port }] : [],
    tmpfs: tmpfsFor([service]),
    volumes: service.volumes,
    readOnlyRoot: true,
    capabilities: { add: [], drop: ["ALL"] },
    noNewPrivileges: true,
    limits: service.limits,
    init: true,
    restart: "unless-stopped",
    healthcheck: { ...service.health, argv: ["/bin/bash", checkPath(service)] },
    stopSignal: service.stopSignal,
    stopGraceSeconds: service.stopGraceSeconds,
    logs: { maxSizeMiB: 10, maxFiles: 3 },
  };
}

function networksFor(units: readonly UnitPlan[], { scope }: Settings): NetworkPlan[] {
  const used = new Set(units.flatMap((unit) => unit.networks.map(({ name }) => name)));
  const plan = (name: string, internal: boolean) => ({ name, fullName: networkName(scope, name, internal), internal });
  return [plan(back, true), plan(front, false)].filter(({ name }) => used.has(name));
}

/** Each once, although several services may mount it. */
function volumesFor({ services }: Workload, { scope }: Settings): VolumePlan[] {
  const names = new Set(services.flatMap(({ volumes }) => volumes.map(({ name }) => name)));
  return [...names].map((name) => ({ name, fullName: objectName(scope, name) }));
}
