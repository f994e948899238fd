import type { Drift, StateResource } from "../contract.ts";
import { kinds, type DockerObject, type Kind } from "./owned.ts";

/** Types of the provider's resources. */
const types: Readonly<Record<Kind, string>> = {
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
  image: "docker:index/remoteImage:RemoteImage",
};

/** An object as the state has it. */
interface DeployedObject {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
}

/** Compares a stack's resources with what is there; changes nothing. */
export function findDrift(resources: readonly StateResource[], present: readonly DockerObject[]): Drift {
  const deployed = deployedIn(resources);
  const strays = present.filter((object) => !isDeployed(object, deployed));
  // Containers hang on a network that has to go, and there is no telling which from here: they all go with it and are made again.
  const networkGoes = strays.some(({ kind }) => kind === "network");
  const goes = (object: DockerObject) => strays.includes(object) || (networkGoes && object.kind === "container");
  return {
    lost: deployed.flatMap((object) => lostLine(object, present, networkGoes)),
    stray: present.filter(goes),
  };
}

function deployedIn(resources: readonly StateResource[]): DeployedObject[] {
  return kinds.flatMap((kind) =>
    resources
      .filter(({ type }) => type === types[kind])
      .map(({ id = "", outputs }) => ({ kind, id, name: outputs?.name ?? "" })),
  );
}

/** Images by name: the same content may have several. */
function isDeployed(object: DockerObject, deployed: readonly DeployedObject[]): boolean {
  return deployed.some(
    ({ kind, id, name }) => kind === object.kind && (kind === "image" ? name === object.name : id === object.id),
  );
}

/** A lost image is built again without being looked for. */
function lostLine(
  { kind, id, name }: DeployedObject,
  present: readonly DockerObject[],
  networkGoes: boolean,
): string[] {
  if (kind === "image") return [];
  const object = present.find((one) => one.kind === kind && one.id === id);
  if (object === undefined) return [`${kind} ${name} is gone`];
  if (kind !== "container") return [];
  if (networkGoes) return [`${kind} ${name} may hang on a network that no state knows`];
  return object.works ? [] : [`${kind} ${name} does not run`];
}
