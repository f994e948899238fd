import type { DockerClient } from "../../../docker/client.ts";
import { refusal } from "../../../docker/refusal.ts";
import { cacheLabel, labelPrefix } from "../../rendering/labels.ts";

const instanceLabel = `${labelPrefix}.instance`;

/** Hashes of an image's layers, the lowest one first. */
type Layers = readonly string[];

/** A deployed image or container. */
interface Use {
  readonly instance: string;
  /** Of the image, or of the container's image; unknown if that was removed by force. */
  readonly layers: Layers | undefined;
}

/**
 * Removes the images that stacks share, except those that another clone's images are built on; this clone's own objects are gone by then.
 * Without the base image, the other clone's next `up` would build one with another id, and then build everything again.
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

/** The images that belong to no stack, by name, or by id if they are untagged. */
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

/** Images by their label and containers by theirs: a container can still use an image that was untagged. */
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

/** Of `docker image inspect`; without labels, Docker prints null. */
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

/** One line for each that still exists: other clones may remove some meanwhile. */
async function inspect(docker: DockerClient, kind: string, ids: readonly string[], format: string): Promise<string[]> {
  if (ids.length === 0) return [];
  const { exitCode, stdout, stderr } = await docker.attempt([kind, "inspect", "--format", format, ...new Set(ids)]);
  const unexpected = lines(stderr).filter((line) => !/no such (image|container)/i.test(line));
  if (exitCode !== 0 && unexpected.length > 0) throw refusal([kind, "inspect"], stderr);
  return lines(stdout);
}

/** Images share layers from the lowest one on. Unknown layers count as in use. */
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
