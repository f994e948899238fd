import { EngineRefusal, type EngineApi } from "../docker/engine-api.ts";
import { labelPrefix } from "../stacks/rendering/labels.ts";

/** Paths of the API under which objects can be read and deleted, by kind. */
export interface LabelledObjects {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly images: readonly string[];
}

interface Named {
  readonly Id: string;
}

interface Image extends Named {
  readonly RepoTags: readonly string[] | null;
}

/** Everything on the engine that carries an instance's label. */
export async function objectsOf(api: EngineApi, instance: string): Promise<LabelledObjects> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`${labelPrefix}.instance=${instance}`] }));
  const [containers, networks, volumes, images] = await Promise.all([
    api.call("GET", `/containers/json?all=1&filters=${filters}`) as Promise<readonly Named[]>,
    api.call("GET", `/networks?filters=${filters}`) as Promise<readonly Named[]>,
    api.call("GET", `/volumes?filters=${filters}`) as Promise<{ Volumes: readonly { Name: string }[] | null }>,
    api.call("GET", `/images/json?filters=${filters}`) as Promise<readonly Image[]>,
  ]);
  return {
    containers: containers.map(({ Id }) => `/containers/${Id}`),
    networks: networks.map(({ Id }) => `/networks/${Id}`),
    volumes: (volumes.Volumes ?? []).map(({ Name }) => `/volumes/${Name}`),
    images: images.flatMap(({ Id, RepoTags }) => handles(Id, RepoTags).map((handle) => `/images/${handle}`)),
  };
}

/** By name, since an image of the same content may have another owner's name as well. */
function handles(id: string, tags: readonly string[] | null): readonly string[] {
  const named = (tags ?? []).filter((tag) => !tag.includes("<none>"));
  return named.length === 0 ? [id] : named;
}

/** Removes everything that carries an instance's label. */
export async function removeObjects(api: EngineApi, instance: string): Promise<void> {
  const found = await objectsOf(api, instance);
  // In this order: a network or an image cannot go while a container uses it.
  await removeAll(api, found.containers, "?force=1&v=1");
  await removeAll(api, found.networks, "");
  await removeAll(api, found.volumes, "?force=1");
  await removeAll(api, found.images, "?force=1");
}

async function removeAll(api: EngineApi, paths: readonly string[], query: string): Promise<void> {
  for (const path of paths) {
    try {
      await api.call("DELETE", `${path}${query}`);
    } catch (error) {
      // A process that was interrupted may be removing the same.
      if (!(error instanceof EngineRefusal) || (error.status !== 404 && error.status !== 409)) throw error;
    }
  }
}
