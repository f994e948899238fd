import type { DockerClient } from "../../../docker/client.ts";
import { cacheLabel, labelPrefix } from "../../rendering/labels.ts";

const instanceLabel = `${labelPrefix}.instance`;

/** The contents of an image's layers, the lowest one first. */
type Layers = readonly string[];

/** Something deployed, and the image that it is or that it runs. */
interface Use {
  readonly instance: string;
  /** Unknown for a container whose image was removed by force. */
  readonly layers: Layers | undefined;
}

/**
 * Removes the images that stacks share, except those that something deployed stands on: another checkout's, since this one's own
 * objects are gone by then. Without the base image, that one's next `up` would make one with another id and build everything again.
 * @returns what happened, one line each
 */
export async function removeCaches(docker: DockerClient): Promise<string[]> {
  const [shared, uses] = await Promise.all([sharedImages(docker), usesOfImages(docker)]);
  const done: string[] = [];
  for (const [name, layers] of shared) {
    const users = new Set(uses.filter((use) => standsOn(use.layers, layers)).map(({ instance }) => instance));
    done.push(users.size === 0 ? await remove(docker, name) : `kept the shared image ${name}: ${inUseBy(users)}`);
  }
  return done;
}

/** The images that belong to no stack, by name, or by id where they have lost theirs. */
async function sharedImages(docker: DockerClient): Promise<ReadonlyMap<string, Layers>> {
  const filters = [`label=${cacheLabel}`, `reference=${labelPrefix}/base`];
  const list = (filter: string) =>
    docker.run(["image", "ls", "--no-trunc", "--filter", filter, "--format", "{{.ID}} {{.Repository}}:{{.Tag}}"]);
  const found = (await Promise.all(filters.map(list))).flatMap(lines).map((line) => line.split(" "));
  const ids = found.map(([id = ""]) => id);
  const images = await inspectImages(docker, ids);
  const named = found.flatMap(([id = "", name = ""]): [string, Layers][] => {
    const layers = images.get(id)?.layers;
    return layers === undefined ? [] : [[name.includes("<none>") ? id : name, layers]];
  });
  return new Map(named);
}

/** Images by their own label, containers by theirs: an image that somebody untagged still serves the container that runs it. */
async function usesOfImages(docker: DockerClient): Promise<Use[]> {
  const filter = ["--no-trunc", "--quiet", "--filter", `label=${instanceLabel}`];
  const [imageIds, containerIds] = await Promise.all([
    docker.run(["image", "ls", "--all", ...filter]),
    docker.run(["ps", "--all", ...filter]),
  ]);
  const format = `{{.Image}} {{index .Config.Labels "${instanceLabel}"}}`;
  const containers = (await inspect(docker, "container", lines(containerIds), format)).map((line) => line.split(" "));
  const images = await inspectImages(docker, [...lines(imageIds), ...containers.map(([image = ""]) => image)]);
  const ofImages = [...images.values()].flatMap(({ instance, layers }) =>
    instance === undefined ? [] : [{ instance, layers }],
  );
  const ofContainers = containers.map(([image = "", instance = ""]) => ({
    instance,
    layers: images.get(image)?.layers,
  }));
  return [...ofImages, ...ofContainers];
}

interface Image {
  readonly layers: Layers;
  readonly instance: string | undefined;
}

/** What the engine says of an image; without any label it says null. */
interface Inspected {
  readonly id: string;
  readonly layers: Layers;
  readonly config: { readonly Labels?: Readonly<Record<string, string>> | null } | null;
}

async function inspectImages(docker: DockerClient, ids: readonly string[]): Promise<ReadonlyMap<string, Image>> {
  const format = `{"id":{{json .Id}},"layers":{{json .RootFS.Layers}},"config":{{json .Config}}}`;
  const images = (await inspect(docker, "image", ids, format)).map((line) => JSON.parse(line) as Inspected);
  return new Map(images.map(({ id, layers, config }) => [id, { layers, instance: config?.Labels?.[instanceLabel] }]));
}

/** One line for each that is still there: other checkouts go on while this one looks. */
async function inspect(docker: DockerClient, kind: string, ids: readonly string[], format: string): Promise<string[]> {
  if (ids.length === 0) return [];
  const { exitCode, stdout, stderr } = await docker.attempt([kind, "inspect", "--format", format, ...new Set(ids)]);
  const unexpected = lines(stderr).filter((line) => !/no such (image|container)/i.test(line));
  if (exitCode !== 0 && unexpected.length > 0) throw new Error(stderr);
  return lines(stdout);
}

/** Layers are shared from the lowest one on. What cannot be known is taken to be in use. */
function standsOn(layers: Layers | undefined, lower: Layers): boolean {
  return layers === undefined || lower.every((layer, index) => layers[index] === layer);
}

function inUseBy(instances: ReadonlySet<string>): string {
  const names = [...instances].sort();
  return `in use by the instance${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}

async function remove(docker: DockerClient, name: string): Promise<string> {
  const { exitCode, stderr } = await docker.attempt(["image", "rm", name]);
  return exitCode === 0 ? `removed the shared image ${name}` : `kept the shared image ${name}: ${stderr.trim()}`;
}

function lines(text: string): string[] {
  return text.split("\n").filter(Boolean);
}
