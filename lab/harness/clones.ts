import type { EngineApi } from "../../docker/engine-api.ts";
import type { CloneOptions, Clones, CreateBody } from "../tools/containers.ts";

interface Inspected {
  readonly Id: string;
  readonly Created: string;
  readonly Config: Readonly<Record<string, unknown>> & { readonly Image: string; readonly Hostname?: string };
  readonly HostConfig: CreateBody["HostConfig"];
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { readonly Aliases: readonly string[] | null }>>;
  };
}

/** Clones containers; after a failure nothing is left. @param originals names of the containers, in an order in which they can be started */
export async function cloneContainers(
  api: EngineApi,
  originals: readonly string[],
  { suffix, publish, containers = originals, aliases = true, change = (body) => body }: CloneOptions,
): Promise<Clones> {
  const found = new Map<string, Inspected>();
  for (const name of originals) {
    const original = (await api.call("GET", `/containers/${name}/json`)) as Inspected;
    found.set(name, aliases ? original : withoutAliases(original));
  }
  const renamed = (mode: string | undefined) => {
    const [, id] = /^container:(.+)$/.exec(mode ?? "") ?? [];
    const name = originals.find((one) => found.get(one)?.Id === id || one === id);
    return name !== undefined && containers.includes(name) ? `container:${name}${suffix}` : mode;
  };
  const names = containers.map((name) => `${name}${suffix}`);
  const remove = async () => {
    for (const name of names.toReversed()) await removeContainer(api, name);
  };
  await remove();
  try {
    for (const name of containers) {
      const original = found.get(name);
      if (original === undefined) throw new Error(`there is no container ${name} to clone`);
      await create(api, `${name}${suffix}`, change(createBody(original, renamed, publish), name), original);
    }
    const first = (await api.call("GET", `/containers/${names[0] ?? ""}/json`)) as Inspected;
    return {
      names,
      createdAt: Date.parse(first.Created),
      async start(starting = () => Promise.resolve()) {
        for (const name of containers) {
          await starting(name);
          await api.call("POST", `/containers/${name}${suffix}/start`);
        }
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function createBody(
  { Id, Config, HostConfig, NetworkSettings }: Inspected,
  renamed: (mode: string | undefined) => string | undefined,
  publish: boolean,
): CreateBody {
  // By default a container's host name is its id, which differs for the clone. A container that joins a network namespace may have neither name nor ports.
  const { Hostname, ExposedPorts, ...config } = Config;
  const joins = HostConfig.NetworkMode.startsWith("container:");
  const ownName = Hostname === undefined || Id.startsWith(Hostname) || joins;
  const [network] = Object.entries(NetworkSettings.Networks);
  return {
    ...config,
    ...(ownName ? {} : { Hostname }),
    ...(joins ? {} : { ExposedPorts }),
    HostConfig: {
      ...HostConfig,
      NetworkMode: renamed(HostConfig.NetworkMode) ?? HostConfig.NetworkMode,
      PidMode: renamed(HostConfig.PidMode) ?? "",
      IpcMode: renamed(HostConfig.IpcMode) ?? "",
      ...(publish ? {} : { PortBindings: {} }),
    },
    NetworkingConfig: {
      EndpointsConfig: network === undefined ? {} : { [network[0]]: { Aliases: aliasesOf(network[1].Aliases, Id) } },
    },
  };
}

async function create(api: EngineApi, name: string, body: CreateBody, { Id, NetworkSettings }: Inspected) {
  await api.call("POST", `/containers/create?name=${name}`, body);
  if (body.HostConfig.NetworkMode === "host") return;
  // Old Docker versions accept one network at creation.
  for (const [network, { Aliases }] of Object.entries(NetworkSettings.Networks).slice(1)) {
    const EndpointConfig = { Aliases: aliasesOf(Aliases, Id) };
    await api.call("POST", `/networks/${network}/connect`, { Container: name, EndpointConfig });
  }
}

function withoutAliases(original: Inspected): Inspected {
  const networks = Object.keys(original.NetworkSettings.Networks).map((name) => [name, { Aliases: null }] as const);
  return { ...original, NetworkSettings: { Networks: Object.fromEntries(networks) } };
}

/** Aliases without the container's short id, which Docker adds itself. */
function aliasesOf(aliases: readonly string[] | null, id: string): string[] {
  return (aliases ?? []).filter((alias) => !id.startsWith(alias));
}

async function removeContainer(api: EngineApi, name: string): Promise<void> {
  await api.call("DELETE", `/containers/${name}?force=1&v=1`).catch((error: unknown) => {
    if ((error as { status?: number }).status !== 404) throw error;
  });
}
