import { execa } from "execa";
import { readdir, readFile, statfs } from "node:fs/promises";
import { join } from "node:path";
import { labelPrefix } from "../rendering/labels.ts";
import type { ContainerLook, NetworkLook, OwnedObject, Owner, VolumeLook } from "../systems/contract.ts";
import type { StoredVolume } from "../systems/data-room.ts";
import { hostLib, hostRun } from "./contract.ts";

type Labels = Readonly<Record<string, string>>;

/** A folder with an object's labels. */
interface Found {
  readonly name: string;
  readonly folder: string;
  readonly labels: Labels;
}

async function foundIn(parent: string): Promise<Found[]> {
  const names = await readdir(parent).catch(() => []);
  return Promise.all(
    names.map(async (name) => ({ name, folder: join(parent, name), labels: await labelsIn(join(parent, name)) })),
  );
}

async function labelsIn(folder: string): Promise<Labels> {
  const text = await readFile(join(folder, "labels"), "utf8").catch(() => "");
  const pairs = text.split("\n").filter(Boolean);
  return Object.fromEntries(pairs.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

const containersOf = (system: string) => foundIn(`${hostRun}/${system}/containers`);
const networksOf = (system: string) => foundIn(`${hostRun}/${system}/networks`);
const imagesOf = (system: string): Promise<readonly string[]> => readdir(`${hostLib}/${system}/images`).catch(() => []);
const volumesOf = (system: string) => foundIn(`${hostLib}/${system}/volumes`);

/** Containers, networks and volumes of a system, of all owners. */
export async function lookAt(system: string) {
  const [containers, networks, volumes, images] = await Promise.all([
    containersOf(system),
    networksOf(system),
    volumesOf(system),
    imagesOf(system),
  ]);
  return {
    images: new Map(images.map((folder) => [imageObject(folder).name, folder] as const)),
    containers: await Promise.all(containers.map((one) => containerLook(system, one))),
    networks: networks.map(({ name, labels }): NetworkLook => ({ ...ownerOf(labels), name })),
    volumes: await Promise.all(
      volumes.map(async ({ name, folder, labels }): Promise<VolumeLook> => {
        const users = await usersOf(containers, folder);
        return {
          ...dataOf(labels),
          name,
          users,
          isState: valueOf(labels, "holds") === "state",
          instance: valueOf(labels, "instance"),
        };
      }),
    ),
  };
}

async function containerLook(system: string, { name, folder, labels }: Found): Promise<ContainerLook> {
  const ports = (await readFile(join(folder, "ports"), "utf8").catch(() => "")).split("\n").filter(Boolean).map(Number);
  const runs = (await stateOf(system, name)) === "running";
  // The entry's port is the first that is listed.
  return { ...ownerOf(labels), name, running: runs, hostPorts: ports, entryPort: ports[0] };
}

/** Containers that mount a volume, in any state. */
async function usersOf(containers: readonly Found[], volume: string): Promise<string[]> {
  const each = await Promise.all(
    containers.map(async ({ name, folder }) => {
      const text = await readFile(join(folder, "volumes"), "utf8").catch(() => "");
      return text.split("\n").some((line) => line.startsWith(`${volume}/data `)) ? [name] : [];
    }),
  );
  return each.flat();
}

/** First word of its status; empty if there is no such container. */
async function stateOf(system: string, container: string): Promise<string> {
  const { stdout } = await execa("sh", ["stacks/keeper/control.sh", system, container, "status"], {
    cwd: new URL("../..", import.meta.url).pathname,
    reject: false,
  });
  return stdout.split(" ")[0] ?? "";
}

/** All that an owner has on a system, in an order in which it can be removed. */
export async function keptObjects(system: string, owner: Owner): Promise<OwnedObject[]> {
  const isOurs = ({ labels }: Found) =>
    valueOf(labels, "instance") === owner.instance &&
    (owner.stack === undefined || valueOf(labels, "stack") === owner.stack);
  const [containers, networks, volumes, images] = await Promise.all([
    containersOf(system),
    networksOf(system),
    volumesOf(system),
    imagesOf(system),
  ]);
  const connected = networks.filter(isOurs).map(async ({ name }): Promise<OwnedObject> => {
    return { kind: "network", id: name, name, works: await hasNamespace(name) };
  });
  const made = await Promise.all(connected);
  const working = new Set(made.flatMap(({ name, works }) => (works ? [name] : [])));
  const found = containers.filter(isOurs).map(async ({ name, folder }): Promise<OwnedObject> => {
    const state = await stateOf(system, name);
    const isConnected = (await networksIn(folder)).every((network) => working.has(network));
    return { kind: "container", id: name, name, works: isConnected && (state === "running" || state === "completed") };
  });
  return [
    ...(await Promise.all(found)),
    ...made,
    ...volumes.filter(isOurs).map(({ name, labels }) => {
      const object = { kind: "volume", id: name, name, works: true };
      return valueOf(labels, "holds") === "state" ? object : { ...object, data: dataOf(labels) };
    }),
    ...images.filter((name) => isImageOf(name, owner)).map((name) => imageObject(name)),
  ];
}

/** What statfs(2) says of a file that is a namespace. */
const namespaceType = 0x6e736673;

/** Whether the namespace of a network is there: without it, its folder is what is left of it. */
async function hasNamespace(network: string): Promise<boolean> {
  return statfs(`/run/netns/${network}`).then(
    ({ type }) => type === namespaceType,
    () => false,
  );
}

/** Names of a container's networks. @param folder the container's */
async function networksIn(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, "networks"), "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => /^[^ ]+/.exec(line)?.[0] ?? []);
}

/** @param folder name of the folder of an image: `container-approaches+INSTANCE+STACK+...` */
function isImageOf(folder: string, { instance, stack }: Owner): boolean {
  return folder.startsWith(
    [labelPrefix, instance, ...(stack === undefined ? [] : [stack.toLowerCase()]), ""].join("+"),
  );
}

function imageObject(folder: string): OwnedObject {
  const name = folder
    .replaceAll("+", "/")
    .replace("@", ":")
    .replace(/\.new$/, "");
  return { kind: "image", id: folder, name, works: !folder.endsWith(".new") };
}

/** A stack's volumes that hold data, by approach and name. */
export async function storedOf(system: string, owner: Required<Owner>): Promise<StoredVolume[]> {
  const [containers, volumes] = await Promise.all([containersOf(system), volumesOf(system)]);
  const ours = volumes.filter(
    ({ labels }) =>
      valueOf(labels, "instance") === owner.instance &&
      valueOf(labels, "stack") === owner.stack &&
      valueOf(labels, "holds") !== "state",
  );
  const stored = ours.map(async ({ name: fullName, folder, labels }): Promise<StoredVolume> => {
    const users = (await usersOf(containers, folder)).map(async (container) => {
      const labelsOf = containers.find(({ name }) => name === container)?.labels ?? {};
      const own = valueOf(labelsOf, "instance") === owner.instance && valueOf(labelsOf, "stack") === owner.stack;
      return { container, running: (await stateOf(system, container)) === "running", own };
    });
    const { volume: name, approach, workload } = dataOf(labels);
    return { name, fullName, approach, workload, users: await Promise.all(users) };
  });
  const key = ({ approach, name }: StoredVolume) => `${approach} ${name}`;
  return (await Promise.all(stored)).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Folder with the data of each volume of a system, by its name. */
export async function dataFolders(system: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await volumesOf(system)).map(({ name, folder }) => [name, `${folder}/data`]));
}

function dataOf(labels: Labels) {
  const { stack, approach } = ownerOf(labels);
  return { stack, approach, workload: valueOf(labels, "workload"), volume: valueOf(labels, "volume") };
}

function ownerOf(labels: Labels) {
  return {
    instance: valueOf(labels, "instance"),
    stack: valueOf(labels, "stack"),
    approach: valueOf(labels, "approach"),
  };
}

function valueOf(labels: Labels, name: string): string {
  return labels[`${labelPrefix}.${name}`] ?? "";
}
