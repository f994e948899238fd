import { mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Workload } from "../../services/contract.ts";
import type { StackConfig } from "../config.ts";
import type { Approach, Rendering, Scope } from "../contract.ts";
import type { BaseImage, DeploymentPlan, PublishedPort } from "../deployment-plan.ts";
import { checkHost, checkRequirements } from "../requirements.ts";
import type { System, SystemLook } from "../systems/contract.ts";
import { choosePort } from "./choose-port.ts";
import { writeContext } from "./context-folder.ts";
import { planDeployment } from "./deployment.ts";
import { withFurtherPorts } from "./further-ports.ts";
import { checkNames } from "./preflight.ts";
import { withinProcessors } from "./processors.ts";
import { publisherIn } from "./publisher.ts";
import { renderedWith } from "./rendering.ts";
import { scaled } from "./scaled.ts";
import { checkSecrets } from "./secrets.ts";
import { slowed, slownessOf } from "./slowed.ts";
import { checkVolumes } from "./volumes.ts";

export interface StackRequest {
  readonly instance: string;
  readonly stack: string;
  readonly config: StackConfig;
  readonly approaches: readonly Approach[];
  /** All approaches, so that an error about one can name those that can do what it cannot. */
  readonly known: readonly Approach[];
  /** As defined: the configuration may give other numbers of replicas. */
  readonly workload: Workload;
  /** The system that an approach runs on. */
  readonly systemOf: (approach: Approach) => System;
  /** Base images to look for if the configuration names none, in order of preference. */
  readonly baseImages: readonly string[];
  /** Where build contexts are written, relative to the project. */
  readonly contextFolder: string;
}

/** A deployment's plan, and the system that creates it. */
export interface Planned {
  readonly plan: DeploymentPlan;
  readonly system: System;
}

/**
 * Decides everything and checks what can be checked, so that errors are reported before the first resource is created.
 * @throws UserError for what the user can fix
 */
export async function planStack(asked: StackRequest): Promise<Planned[]> {
  const { config, stack } = asked;
  checkRequirements(asked.approaches, config, stack);
  checkSecrets(asked.workload, Object.keys(config.secrets), stack);
  const common = { ...asked, workload: scaled(asked.workload, config.services, stack) };
  const sites = await sitesOf(common);
  const planned: Planned[] = [];
  const reserved = new Set<number>();
  for (const [index, approach] of common.approaches.entries()) {
    const site = siteOf(sites, common.systemOf(approach));
    const request = { ...common, workload: slowed(common.workload, site.look) };
    const scope = scopeOf(request, approach);
    // It takes a second, so it is left out where the host has shown that it can.
    if (!isThere(scope, site.look)) await checkHost(approach, site.system, site.baseImage.name);
    const rendered = await withinProcessors(renderingOf(request, approach, site), site.system);
    checkNames(rendered, scope, site.look, site.system);
    const left = checkVolumes(rendered, scope, site.look, site.system);
    const noted = { ...rendered, warnings: [...rendered.warnings, ...left, ...slownessOf(site.look)] };
    const published = await publishedPort(request, scope, noted, { index, reserved, look: site.look });
    reserved.add(published.external);
    const ports = { scope, address: config.publishAddress, reserved };
    const { rendering, taken } = await withFurtherPorts(noted, ports, site.look);
    for (const port of taken) reserved.add(port);
    const { system, baseImage } = site;
    const given = { approach, system, scope, rendering, published };
    planned.push({ plan: planDeployment(request.workload, given, baseImage, request.contextFolder), system });
  }
  for (const site of sites) await site.system.checkRoom(missingImages(planned, site));
  for (const { plan } of planned) await writeContexts(plan);
  return planned;
}

/** A system, and what is on it before anything is planned. */
interface Site {
  readonly system: System;
  readonly look: SystemLook;
  readonly baseImage: BaseImage;
  /** Only if an approach reads it. */
  readonly host: Awaited<ReturnType<System["host"]>> | undefined;
}

async function sitesOf({ approaches, systemOf, config, baseImages }: StackRequest): Promise<Site[]> {
  const systems = new Set(approaches.map(systemOf));
  const sites = [...systems].map(async (system): Promise<Site> => {
    const readsHost = approaches.some((approach) => approach.readsHost && systemOf(approach) === system);
    const [look, host] = await Promise.all([system.look(), readsHost ? system.host() : undefined]);
    return { system, look, host, baseImage: await system.baseImage(config.baseImage, baseImages, look) };
  });
  return Promise.all(sites);
}

function siteOf(sites: readonly Site[], system: System): Site {
  const site = sites.find((one) => one.system === system);
  if (site === undefined) throw new Error(`the system ${system.name} was not inspected`);
  return site;
}

function scopeOf({ instance, stack, workload }: StackRequest, approach: Approach): Scope {
  return { instance, stack, approach: approach.name, workload: workload.name };
}

function isThere({ instance, stack, approach }: Scope, { containers }: SystemLook): boolean {
  return containers.some((one) => one.instance === instance && one.stack === stack && one.approach === approach);
}

function renderingOf(request: StackRequest, approach: Approach, { baseImage, host }: Site): Rendering {
  const { hardening, limits } = request.config;
  const settings = {
    scope: scopeOf(request, approach),
    baseImage: baseImage.name,
    hardening,
    limits,
    ...(approach.readsHost && host !== undefined ? { host } : {}),
  };
  return renderedWith(approach, request.workload, settings, request.known);
}

interface PortChoice {
  /** Index of the approach in the stack: configured ports are consecutive. */
  readonly index: number;
  readonly reserved: ReadonlySet<number>;
  readonly look: SystemLook;
}

/** Decided here and not in renderings, which are pure: which ports are free is known only here. */
async function publishedPort(
  { config, workload }: StackRequest,
  scope: Scope,
  rendering: Rendering,
  { index, reserved, look }: PortChoice,
): Promise<PublishedPort> {
  const publisher = publisherIn(rendering);
  const container = rendering.containers.find(({ name }) => name === publisher.container)?.fullName ?? "";
  const address = config.publishAddress;
  const fixed = config.port === undefined ? undefined : config.port + index;
  const { wanted } = workload.entry;
  const request = { scope, container, address, fixed, reserved, ...(wanted === undefined ? {} : { wanted }) };
  const external = await choosePort(request, look);
  return { ...publisher, address, external };
}

function missingImages(planned: readonly Planned[], { system, look }: Site) {
  const images = planned.filter((one) => one.system === system).flatMap(({ plan }) => plan.images);
  return images.filter(({ reference }) => !look.images.has(reference));
}

async function writeContexts({ images, packageLayers }: DeploymentPlan): Promise<void> {
  for (const { context, files, buildLog } of [...images, ...packageLayers]) {
    await writeContext(context, files);
    // Builders add to it; the next one is about this deployment.
    await rm(buildLog, { force: true });
    await mkdir(dirname(buildLog), { recursive: true });
  }
}
