import type { Workload } from "../../services/contract.ts";
import type { ContainerPlan } from "../container-plan.ts";
import type { Rendering, ServicePlan } from "../contract.ts";
import type { PlannedImage } from "../deployment-plan.ts";
import type { ContainerOutput, DeploymentOutput, ServiceOutput } from "../outputs.ts";
import { readyWithinSeconds } from "../rendering/readiness.ts";
import { commandLine } from "../rendering/shell.ts";
import type { System } from "../systems/contract.ts";
import type { Rendered } from "./rendered.ts";

/** Run from the project's folder. */
const sharedScript = "stacks/control/shared.sh";
const ownScript = "stacks/control/own.sh";

/** A deployment's part of the stack outputs. */
export function deploymentOutput(
  workload: Workload,
  { approach, system, rendering, published }: Rendered,
  images: readonly PlannedImage[],
): DeploymentOutput {
  const { containers, services, verifications = [], volumes } = rendering;
  const { answer } = workload.entry;
  const refused = containers.flatMap((container) =>
    system.refuses(container).map((what) => `${container.name}: ${what}`),
  );
  const verified = verifications.map(
    ({ title, container, argv }) =>
      [title, `${system.control(named(rendering, container).fullName)} ${commandLine(["exec", ...argv])}`] as const,
  );
  return {
    workload: workload.name,
    entry: { ...entryOutput({ published, system }), ...(answer === undefined ? {} : { answer }) },
    ...portsOutput(containers, published.address),
    services: Object.fromEntries(
      Object.entries(services).map(([name, plan]) => [name, serviceOutput(name, plan, rendering, system, images)]),
    ),
    containers: Object.fromEntries(
      containers.map((container) => [container.fullName, containerOutput(container, rendering, system)]),
    ),
    images: images.map(({ reference }) => reference),
    volumes: volumes.map(({ fullName }) => fullName),
    traits: { ...approach.traits, ...rendering.traits },
    verifications: Object.fromEntries(verified),
    warnings: [...rendering.warnings, ...refused, ...unreached(system.reach(published.address), published.address)],
  };
}

function unreached(host: string | undefined, address: string): string[] {
  if (host !== undefined) return [];
  return [
    `the entry is published at ${address} of another machine, which only that one reaches: set publishAddress to 0.0.0.0 or to an address of it`,
  ];
}

function portsOutput(containers: readonly ContainerPlan[], address: string): Pick<DeploymentOutput, "ports"> {
  const ports = containers.flatMap(({ fullName: container, attachments }) =>
    (attachments.further ?? []).map((further) => ({ container, ...further, address })),
  );
  return ports.length === 0 ? {} : { ports };
}

function entryOutput({ published, system }: Pick<Rendered, "published" | "system">): DeploymentOutput["entry"] {
  const { address, external: port } = published;
  const host = system.reach(address);
  const url = `http://${host ?? (address.includes(":") ? `[${address}]` : address)}:${port}`;
  return { scheme: "http", address, port, url, ...(host === undefined ? { onlyOnItsHost: true } : {}) };
}

function serviceOutput(
  service: string,
  plan: ServicePlan,
  rendering: Rendering,
  system: System,
  images: readonly PlannedImage[],
): ServiceOutput {
  const { replicas, completes } = plan;
  const [first] = replicas.map(({ container }) => named(rendering, container));
  const image = images.find(({ name }) => name === first?.image);
  if (first === undefined || image === undefined) throw new Error(`nothing is rendered for the service "${service}"`);
  return {
    replicas: replicas.map(({ container, name }) => {
      const { fullName } = named(rendering, container);
      return { container: fullName, control: replicaControl(name, plan, system.control(fullName)) };
    }),
    image: image.reference,
    networks: networksOf(first, rendering),
    ...(completes === undefined ? {} : { completesWithinSeconds: completes.withinSeconds }),
  };
}

/**
 * @param replica its name
 * @param ofContainer the container's control command
 */
function replicaControl(replica: string, { control, runsThrough }: ServicePlan, ofContainer: string): string {
  if (control === "system" && runsThrough === undefined) return ofContainer;
  if (control === "system") return `${commandLine(["sh", ownScript, runsThrough ?? ""])} ${ofContainer} --`;
  const { log, program, runAs } = control;
  return `${commandLine(["sh", sharedScript, replica, log, program, `${runAs}/${replica}`])} ${ofContainer} --`;
}

/** A container that joins another one's network namespace is on that one's networks. */
function networksOf({ attachments }: ContainerPlan, rendering: Rendering): string[] {
  const { joins } = attachments;
  const holder = joins?.namespaces.includes("network") ? named(rendering, joins.container).attachments : attachments;
  return holder.networks.map(
    ({ name }) => rendering.networks.find((network) => network.name === name)?.fullName ?? name,
  );
}

function containerOutput(
  { fullName, attachments, health }: ContainerPlan,
  rendering: Rendering,
  system: System,
): ContainerOutput {
  const { joins } = attachments;
  return {
    system: system.name,
    control: system.control(fullName),
    ...(joins === undefined ? {} : { joins: named(rendering, joins.container).fullName }),
    ...(health === undefined ? {} : { readyWithinSeconds: readyWithinSeconds(health) }),
  };
}

function named({ containers }: Rendering, name: string): ContainerPlan {
  const container = containers.find((one) => one.name === name);
  if (container === undefined)
    throw new Error(`the rendering refers to the container "${name}", which it does not plan`);
  return container;
}
