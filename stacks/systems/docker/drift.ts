import { deliveringCommand } from "../../delivery/paths.ts";
import type { Drift, StateResource } from "../contract.ts";
import type { Missing } from "./delivered/missing.ts";
import { kinds, type DockerObject, type Kind } from "./owned.ts";

/** Types of the provider's resources. */
const types: Readonly<Record<Kind, string>> = {
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
  image: "docker:index/remoteImage:RemoteImage",
};

/** An object in Pulumi's state. */
interface DeployedObject {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  /** Names of a container's networks. */
  readonly networks: readonly string[];
  readonly limits: RunningLimits | undefined;
}

/** What a container is limited to. */
export interface RunningLimits {
  /** Bytes. */
  readonly memory: number;
  /** Billionths of a processor. */
  readonly nanoCpus: number;
}

/**
 * Compares a stack's resources with what exists; changes nothing.
 * @param missing volumes whose files in memory are gone
 * @param limits of containers, by id, as they are now
 */
export function findDrift(
  resources: readonly StateResource[],
  present: readonly DockerObject[],
  missing: readonly Missing[] = [],
  limits: ReadonlyMap<string, RunningLimits> = new Map(),
): Drift {
  const deployed = deployedIn(resources);
  // A data volume that the state does not have was left on purpose: the next deployment adopts it.
  const strays = present.filter((object) => object.data === undefined && !isDeployed(object, deployed));
  // Some containers are attached to the stray network, and the state does not tell which: so all are removed and created again.
  const networkGoes = strays.some(({ kind }) => kind === "network");
  // One that runs on still has the folder that is gone, without files: a new one gets the new folder.
  const lacks = ({ id }: DockerObject) => missing.some(({ containers }) => containers.includes(id));
  const goes = (object: DockerObject) =>
    strays.includes(object) || (networkGoes && object.kind === "container") || lacks(object);
  const lost = [
    ...missing.map(({ volume, folder }) => `${folder} is gone, with the secrets of the volume ${volume}`),
    ...deployed.flatMap((object) => lostLine(object, present, networkGoes)),
    ...deployed.flatMap((object) => changedLimits(object, limits.get(object.id))),
  ];
  const gone = deployed.filter(
    ({ kind, id }) => kind === "volume" && !present.some((one) => one.kind === kind && one.id === id),
  );
  const replaced =
    missing.length > 0 || gone.length > 0 ? resources.filter(isDelivering).flatMap(({ urn = [] }) => urn) : [];
  return { lost, stray: present.filter(goes), ...(replaced.length === 0 ? {} : { replaced }) };
}

export function isContainer({ type }: StateResource): boolean {
  return type === types.container;
}

/** Whether a resource is the command that writes what is delivered. */
function isDelivering({ type, urn = "" }: StateResource): boolean {
  return type === "command:local:Command" && urn.endsWith(`-${deliveringCommand}`);
}

function deployedIn(resources: readonly StateResource[]): DeployedObject[] {
  return kinds.flatMap((kind) =>
    resources
      .filter(({ type }) => type === types[kind])
      .map(({ id = "", outputs = {} }) => ({
        ...{ kind, id, name: outputs.name ?? "" },
        networks: networksIn(outputs.networksAdvanced),
        limits: kind === "container" ? limitsIn(outputs) : undefined,
      })),
  );
}

/** @param networks of a container, as the provider keeps them */
function networksIn(networks: unknown): readonly string[] {
  const each: readonly unknown[] = Array.isArray(networks) ? networks : [];
  return each
    .map((one) => (Object(one) as { readonly name?: unknown }).name)
    .filter((name) => typeof name === "string");
}

/** The provider keeps MiB, and processors as text. */
function limitsIn({ memory, cpus }: Readonly<Record<string, unknown>>): RunningLimits | undefined {
  if (typeof memory !== "number" || typeof cpus !== "string") return undefined;
  return { memory: memory * 1024 ** 2, nanoCpus: Math.round(Number(cpus) * 1e9) };
}

function changedLimits({ name, limits: wanted }: DeployedObject, found: RunningLimits | undefined): string[] {
  if (wanted === undefined || found === undefined) return [];
  const mebibytes = (bytes: number) => (bytes === 0 ? "none" : `${bytes / 1024 ** 2} MiB`);
  const processors = (nano: number) => (nano === 0 ? "none" : `${nano / 1e9} processors`);
  return [
    ...(found.memory === wanted.memory
      ? []
      : [`the limit of container ${name} is ${mebibytes(found.memory)} and not ${mebibytes(wanted.memory)}`]),
    ...(found.nanoCpus === wanted.nanoCpus
      ? []
      : [`the limit of container ${name} is ${processors(found.nanoCpus)} and not ${processors(wanted.nanoCpus)}`]),
  ];
}

/** Compares images by name: several names can have the same id. */
function isDeployed(object: DockerObject, deployed: readonly DeployedObject[]): boolean {
  return deployed.some(
    ({ kind, id, name }) => kind === object.kind && (kind === "image" ? name === object.name : id === object.id),
  );
}

/** No line for an image: Pulumi builds a lost one again without a refresh. */
function lostLine(
  { kind, id, name, networks }: DeployedObject,
  present: readonly DockerObject[],
  networkGoes: boolean,
): string[] {
  if (kind === "image") return [];
  const object = present.find((one) => one.kind === kind && one.id === id);
  if (object === undefined) return [`${kind} ${name} is gone`];
  if (kind !== "container") return [];
  if (networkGoes) return [`${kind} ${name} may be attached to a network that is not in the state`];
  if (!object.works) return [`${kind} ${name} does not run`];
  const { networks: attached = [] } = object;
  return networks.flatMap((network) =>
    attached.includes(network) ? [] : [`${kind} ${name} is not attached to the network ${network}`],
  );
}
