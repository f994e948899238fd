import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { clientConfig, configuredProxies } from "../../../docker/client-config.ts";
import type { DockerClient } from "../../../docker/client.ts";
import type { ContainerPlan } from "../../container-plan.ts";
import type { Deliveries } from "../../delivery/deliveries.ts";
import { restartReaders } from "../../delivery/restarts.ts";
import type { DeploymentPlan } from "../../deployment-plan.ts";
import { startGates } from "../../readiness/gates.ts";
import { waitUntilReady } from "../../readiness/ready.ts";
import { volumeLabels } from "../../rendering/labels.ts";
import type { BuildImages, CreateDeployment, SecretValues } from "../contract.ts";
import { containerArgs } from "./container-args.ts";
import { deliver } from "./delivered/resources.ts";
import { engineWords } from "./engine-words.ts";
import { handOver } from "./hand-over.ts";
import { buildImages, type Builder } from "./images.ts";
import { networkWatch, type NetworkWatch } from "./network-watch.ts";
import { createNetworks, type Networks } from "./networks.ts";
import { dockerProvider, reachedByBuildKit } from "./provider.ts";
import { proxyBuildArgs } from "./proxy-build-args.ts";

/** Creates deployments on a Docker daemon, with one provider for all of them. */
export async function dockerResources(client: DockerClient): Promise<CreateDeployment> {
  const provider = providerOf(client);
  const builder = await builderOf(client);
  const tools = { watch: networkWatch(client), argv: client.argv, builder };
  return (plan, parent, secrets) => create(plan, { parent, provider }, tools, secrets);
}

/** Builds images on a Docker daemon for another system, which gets them from there. */
export async function dockerImages(client: DockerClient): Promise<BuildImages> {
  const provider = providerOf(client);
  const builder = await builderOf(client);
  return (plan, options) => Object.values(buildImages(plan, { ...options, provider }, builder));
}

/** One for all: two of the same name would be refused. */
const providers = new WeakMap<DockerClient, docker.Provider>();

function providerOf(client: DockerClient): docker.Provider {
  const provider = providers.get(client) ?? dockerProvider(client.endpoint);
  providers.set(client, provider);
  return provider;
}

async function builderOf({ endpoint }: DockerClient): Promise<Builder> {
  const configured = configuredProxies(await clientConfig(process.env), endpoint.host);
  return { legacy: !reachedByBuildKit(endpoint), proxies: proxyBuildArgs(process.env, configured) };
}

/** What creating a deployment takes besides its plan. */
export interface Tools extends Pick<DockerClient, "argv"> {
  /** Waits until Docker has the networks. */
  readonly watch: NetworkWatch;
  readonly builder: Builder;
}

/** Networks, volumes, images and containers of a deployment. Wiring only: every value comes from the plan. */
export function create(
  plan: DeploymentPlan,
  child: pulumi.CustomResourceOptions,
  tools: Tools,
  secrets: SecretValues = {},
): pulumi.Output<unknown> {
  const { scope, published, rendering } = plan;
  const { argv } = tools;
  const { images, networks, volumes, elsewhere } = createParts(plan, child, tools);
  const delivered = deliver(plan, secrets, child, argv);
  const given = handOvers(plan, volumes, argv, child);
  // Commands, and the programs that wait, are no resources of the Docker provider.
  const { parent } = child;
  const options = parent === undefined ? {} : { parent };
  const waiting = { plan, engine: engineWords(argv), options };
  const gates = startGates(waiting);
  // In the rendering's order: a container can join, and start after, only earlier ones.
  const created: Record<string, docker.Container> = {};
  const imageOf = (name: string) => pick(images, name).imageId;
  const secretOf = (name: string) => secretNamed(secrets, name);
  const containers = rendering.containers.map((container) => {
    const attached = {
      imageOf,
      networks: networks.names,
      volumes: { ...names(volumes), ...elsewhere },
      delivered: delivered.volumes,
    };
    const ids = Object.fromEntries(Object.entries(created).map(([name, { id }]) => [name, id]));
    const resource = new docker.Container(
      `${scope.approach}-${container.name}`,
      containerArgs(container, { scope, published, ...attached, secretOf, containers: ids }),
      {
        ...child,
        deleteBeforeReplace: true,
        // The provider shows a changed health check as an update, and never applies it.
        replaceOnChanges: ["healthcheck"],
        dependsOn: [
          ...containerDependsOn(container, networks),
          ...deliveredDependsOn(container, delivered),
          ...ownersOf(container, given),
          ...gates.before(container),
        ],
      },
    );
    created[container.name] = resource;
    gates.add(container, resource);
    return { plan: container, id: resource.id };
  });
  const restarts = restartReaders(plan, delivered, secrets, created, options);
  // It waits for what was restarted, too.
  const started = containers.map((one) => ({ ...one, id: idOf(one.id, one.plan, restarts) }));
  return waitUntilReady(started, waiting).stdout;
}

/** Changes with the container, and with a restart of a service in it. */
function idOf(
  id: pulumi.Output<string>,
  { services }: ContainerPlan,
  restarts: ReadonlyMap<string, pulumi.Output<string>>,
) {
  const texts = services.flatMap((name) => restarts.get(name) ?? []);
  return texts.length === 0 ? id : pulumi.all([id, ...texts]).apply((parts) => parts.filter(Boolean).join(" "));
}

function createParts(plan: DeploymentPlan, child: pulumi.CustomResourceOptions, { watch, builder }: Tools) {
  const { scope, rendering } = plan;
  const { approach } = scope;
  // First: they take the provider two seconds, and everything else goes on meanwhile.
  const networks = createNetworks(rendering.networks, scope, watch, child);
  const external = rendering.volumes.filter((volume) => volume.external === true);
  const volumes = rendering.volumes
    .filter((volume) => volume.external !== true)
    .map((volume) => {
      const labels = Object.entries(volumeLabels(scope, volume)).map(([label, value]) => ({ label, value }));
      const args = {
        name: volume.fullName,
        driver: "local",
        labels,
        ...(volume.options === undefined ? {} : { driverOpts: { ...volume.options } }),
      };
      // Docker creates nothing if it has the volume: so the next `up` adopts what was retained.
      const options = { ...child, retainOnDelete: volume.holds === "data" };
      return [volume.name, new docker.Volume(`${approach}-volume-${volume.name}`, args, options)] as const;
    });
  const built = buildImages(plan, child, builder);
  const elsewhere = Object.fromEntries(external.map(({ name, fullName }) => [name, fullName] as const));
  return { images: built, networks, volumes: Object.fromEntries(volumes), elsewhere };
}

/** Steps that give volumes with data to their owners, by the volume's name. */
function handOvers(
  { scope, baseImage, rendering }: DeploymentPlan,
  volumes: Readonly<Record<string, docker.Volume>>,
  argv: readonly string[],
  { parent }: pulumi.CustomResourceOptions,
): Readonly<Record<string, pulumi.Resource>> {
  const steps = rendering.volumes.flatMap((volume) => {
    const dependsOn = volumes[volume.name];
    const { owner, mode } = volume;
    if (volume.holds !== "data" || dependsOn === undefined || owner === undefined || mode === undefined) return [];
    const options = parent === undefined ? { dependsOn } : { parent, dependsOn };
    return [
      [volume.name, handOver({ ...volume, owner, mode }, scope, { image: baseImage, docker: argv }, options)] as const,
    ];
  });
  return Object.fromEntries(steps);
}

function ownersOf({ mounts }: ContainerPlan, given: Readonly<Record<string, pulumi.Resource>>): pulumi.Resource[] {
  return mounts.flatMap((mount) => (mount.kind === "volume" ? (given[mount.volume] ?? []) : []));
}

/** The provider gives up removing a network after 30 s: containers that may take longer to stop are removed before their networks. */
const patienceSeconds = 25;

function deliveredDependsOn({ mounts }: ContainerPlan, { before }: Deliveries): readonly pulumi.Resource[] {
  return mounts.some(({ kind }) => kind === "delivered") ? before : [];
}

function containerDependsOn({ stop }: ContainerPlan, { resources }: Networks): readonly pulumi.Resource[] {
  return stop.graceSeconds > patienceSeconds ? resources : [];
}

function secretNamed(secrets: SecretValues, name: string): pulumi.Output<string> {
  const value = secrets[name];
  if (value === undefined) throw new Error(`a container refers to the secret "${name}", which has no value`);
  return value;
}

function names(resources: Readonly<Record<string, { readonly name: pulumi.Output<string> }>>) {
  return Object.fromEntries(Object.entries(resources).map(([name, resource]) => [name, resource.name] as const));
}

function pick<T>(record: Readonly<Record<string, T>>, name: string): T {
  const value = record[name];
  if (value === undefined) throw new Error(`a container refers to the image "${name}", which is not planned`);
  return value;
}
