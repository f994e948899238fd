import { labelPrefix } from "../../rendering/labels.ts";
import type { ContainerLook, NetworkLook, OwnedObject, Owner, VolumeLook } from "../contract.ts";
import type { StoredVolume } from "../data-room.ts";
import type { PodmanClient } from "./client.ts";
import { portLabel } from "./labels.ts";

type Labels = Readonly<Record<string, string>> | null;

/** A container as `podman ps --format json` has it. */
interface PsContainer {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly State: string;
  readonly ExitCode: number;
  readonly Labels: Labels;
  /** Empty if it is on that of another container, whose ports podman names here as well. */
  readonly Networks: readonly string[] | null;
  readonly Ports: readonly { readonly host_port: number; readonly range: number }[] | null;
}

interface PodmanVolume {
  readonly Name: string;
  readonly Mountpoint: string;
  readonly Labels: Labels;
}

interface PodmanNetwork {
  readonly name: string;
  readonly id: string;
  readonly labels?: Labels;
}

interface PodmanImage {
  readonly Id: string;
  readonly Names?: readonly string[] | null;
  readonly Labels?: Labels;
}

/** All that podman has, with its labels. */
export interface Everything {
  readonly containers: readonly PsContainer[];
  readonly networks: readonly PodmanNetwork[];
  readonly volumes: readonly PodmanVolume[];
  readonly images: readonly PodmanImage[];
  /** Names of volumes, by the id of the container that mounts them. */
  readonly mounted: ReadonlyMap<string, readonly string[]>;
}

/** Reads all of it at once. */
export async function everythingOf(podman: PodmanClient): Promise<Everything> {
  const json = async (...args: string[]) => parsed(await podman.run([...args, "--format", "json"]));
  const [listed, networks, volumes, images] = await Promise.all([
    json("ps", "--all", "--external=false"),
    json("network", "ls"),
    json("volume", "ls"),
    json("image", "ls"),
  ]);
  const containers = listed as readonly PsContainer[];
  return {
    containers,
    networks: networks as readonly PodmanNetwork[],
    volumes: volumes as readonly PodmanVolume[],
    images: images as readonly PodmanImage[],
    mounted: await mountsOf(podman, containers),
  };
}

async function mountsOf(podman: PodmanClient, containers: readonly PsContainer[]) {
  const ours = containers.filter(({ Labels: labels }) => label(labels, "instance") !== "");
  if (ours.length === 0) return new Map<string, readonly string[]>();
  const format = '{{.Id}}{{range .Mounts}}{{if eq .Type "volume"}} {{.Name}}{{end}}{{end}}';
  // One may go meanwhile: the others are still told.
  const { stdout } = await podman.attempt(["inspect", "--format", format, ...ours.map(({ Id }) => Id)]);
  const lines = stdout.split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [id = "", ...volumes] = line.split(" ");
      return [id, volumes] as const;
    }),
  );
}

/** Containers that run, in any form. */
const running = ["running", "paused", "stopping"];

/** For plans. */
export function lookFrom({ containers, networks, volumes, images, mounted }: Everything) {
  return {
    containers: containers.map((one): ContainerLook => {
      const port = one.Labels?.[portLabel] ?? "";
      const own = (one.Networks ?? []).length === 0 ? [] : (one.Ports ?? []);
      const ports = own.flatMap(({ host_port: first, range }) =>
        Array.from({ length: Math.max(1, range) }, (_, index) => first + index),
      );
      return {
        ...ownerOf(one.Labels),
        name: one.Names[0] ?? "",
        running: running.includes(one.State),
        hostPorts: [...new Set(ports)],
        entryPort: port === "" ? undefined : Number(port),
      };
    }),
    images: new Map(images.flatMap(({ Id, Names }) => (Names ?? []).map((one) => [dockerName(one), Id] as const))),
    networks: networks.map(({ name, labels = null }): NetworkLook => ({ ...ownerOf(labels), name })),
    volumes: volumes.map(({ Name: name, Labels: labels }): VolumeLook => {
      const users = containers.filter(({ Id }) => mounted.get(Id)?.includes(name)).map(({ Names }) => Names[0] ?? "");
      return {
        ...dataOf(labels),
        name,
        users,
        isState: label(labels, "holds") === "state",
        instance: label(labels, "instance"),
      };
    }),
  };
}

/** What carries an owner's labels, in an order in which it can be removed. */
export function ownedIn({ containers, networks, volumes, images }: Everything, owner: Owner): OwnedObject[] {
  const isOurs = (labels: Labels | undefined) =>
    label(labels, "instance") === owner.instance &&
    (owner.stack === undefined || label(labels, "stack") === owner.stack);
  const named = (names: readonly string[] | null | undefined) => dockerName(names?.[0] ?? "");
  return [
    ...containers
      .filter(({ Labels: labels }) => isOurs(labels))
      .map(({ Id: id, Names, State, ExitCode, Labels: labels }) => {
        // One that has failed is made again.
        const completed = State === "exited" && label(labels, "completes") !== "" && ExitCode === 0;
        return { kind: "container", id, name: Names[0] ?? "", works: State === "running" || completed };
      }),
    ...networks
      .filter(({ labels }) => isOurs(labels))
      .map(({ id, name }) => ({ kind: "network", id, name, works: true })),
    ...volumes
      .filter(({ Labels: labels }) => isOurs(labels))
      .map(({ Name: name, Labels: labels }) => {
        const object = { kind: "volume", id: name, name, works: true };
        // One without a word holds data, so that it is never removed by mistake.
        return label(labels, "holds") === "state" ? object : { ...object, data: dataOf(labels) };
      }),
    ...images
      .filter(({ Labels: labels }) => isOurs(labels))
      .map(({ Id: id, Names }) => ({ kind: "image", id, name: named(Names), works: true })),
  ];
}

/** A stack's volumes that hold data, by approach and name. */
export function storedIn({ volumes, containers, mounted }: Everything, owner: Required<Owner>): StoredVolume[] {
  const ours = volumes.filter(
    ({ Labels: labels }) =>
      label(labels, "instance") === owner.instance &&
      label(labels, "stack") === owner.stack &&
      label(labels, "volume") !== "" &&
      label(labels, "holds") !== "state",
  );
  const stored = ours.map(({ Name: fullName, Labels: labels }): StoredVolume => {
    const { volume: name, approach, workload } = dataOf(labels);
    const users = containers
      .filter(({ Id }) => mounted.get(Id)?.includes(fullName))
      .map(({ Names, State, Labels: of }) => ({
        container: Names[0] ?? "",
        running: running.includes(State),
        own: label(of, "instance") === owner.instance && label(of, "stack") === owner.stack,
      }));
    return { name, fullName, approach, workload, users };
  });
  const key = ({ approach, name }: StoredVolume) => `${approach} ${name}`;
  return stored.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The name by which the builder knows an image: without the registry that podman adds. */
function dockerName(name: string): string {
  return name.replace(/^localhost\//, "");
}

function dataOf(labels: Labels) {
  const { stack, approach } = ownerOf(labels);
  return { stack, approach, workload: label(labels, "workload"), volume: label(labels, "volume") };
}

function ownerOf(labels: Labels) {
  return { instance: label(labels, "instance"), stack: label(labels, "stack"), approach: label(labels, "approach") };
}

function label(labels: Labels | undefined, name: string): string {
  return labels?.[`${labelPrefix}.${name}`] ?? "";
}

function parsed(text: string): readonly unknown[] {
  return text.trim() === "" ? [] : ((JSON.parse(text) as readonly unknown[] | null) ?? []);
}
