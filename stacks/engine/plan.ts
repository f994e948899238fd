import type { Workload } from "../../services/contract.ts";
import type { Approach, Rendering, Scope, Settings } from "../contract.ts";
import type { DeploymentOutput, ServiceOutput } from "../outputs.ts";
import { planImage, planPackageLayer, type PackageLayer, type PlannedImage } from "./image-plan.ts";

/** Everything that is decided about a deployment before its first resource exists. */
export interface DeploymentPlan {
  readonly scope: Scope;
  readonly docker: readonly string[];
  readonly rendering: Rendering;
  readonly images: readonly PlannedImage[];
  readonly packageLayers: readonly PackageLayer[];
  readonly output: DeploymentOutput;
}

/** A base image as the engine has it. */
export interface BaseImage {
  readonly name: string;
  readonly id: string;
}

/**
 * @param folder where build contexts are written, relative to the project
 */
export function planDeployment(
  approach: Approach,
  workload: Workload,
  settings: Settings,
  baseImage: BaseImage,
  folder: string,
): DeploymentPlan {
  const rendering = approach.render(workload, settings);
  const { scope } = settings;
  const images = rendering.images.map((plan) => planImage(plan, scope, baseImage.id, folder));
  return {
    scope,
    docker: settings.docker,
    rendering,
    images,
    packageLayers: packageLayersOf(rendering, baseImage.id, folder),
    output: outputOf(approach, workload, settings, rendering, images),
  };
}

/** Each layer once, although several images have it. */
function packageLayersOf(rendering: Rendering, baseImageId: string, folder: string): PackageLayer[] {
  const dockerfiles = new Set(
    rendering.images.flatMap(({ packageLayer }) => (packageLayer === undefined ? [] : [packageLayer])),
  );
  return [...dockerfiles].map((dockerfile) => planPackageLayer(dockerfile, baseImageId, folder));
}

function outputOf(
  approach: Approach,
  workload: Workload,
  settings: Settings,
  rendering: Rendering,
  images: readonly PlannedImage[],
): DeploymentOutput {
  const { address, port } = settings.publish;
  return {
    workload: workload.name,
    url: `http://${reachableHost(address)}:${port}`,
    services: Object.fromEntries(workload.services.map(({ name }) => [name, serviceOutput(name, rendering, images)])),
    units: rendering.units.map(({ fullName }) => fullName),
    images: images.map(({ reference }) => reference),
    traits: approach.traits,
    verifications: rendering.verifications ?? [],
    warnings: rendering.warnings,
  };
}

/** An address that stands for all of a host's is none to connect to: the loopback one is among them. */
function reachableHost(address: string): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  if (!address.includes(":")) return address;
  return `[${address === "::" ? "::1" : address.toLowerCase()}]`;
}

function serviceOutput(service: string, rendering: Rendering, images: readonly PlannedImage[]): ServiceOutput {
  const unit = rendering.units.find(({ services }) => services.includes(service));
  const image = images.find(({ name }) => name === unit?.image);
  const control = rendering.control[service];
  if (!unit || !image || !control)
    throw new Error(`the rendering has no unit, image or control for the service "${service}"`);
  // Who shares another unit's network namespace is on that unit's networks.
  const attached = rendering.units.find(({ name }) => name === unit.joins?.unit) ?? unit;
  const networks = attached.networks.map(
    ({ name }) => rendering.networks.find((network) => network.name === name)?.fullName ?? name,
  );
  return { unit: unit.fullName, image: image.reference, networks, control };
}
