import type { EngineApi } from "../../docker/engine-api.ts";

interface Networked {
  readonly HostConfig: { readonly NetworkMode: string };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress?: string }>> };
}

/** Addresses of a container in Docker on its networks, or those of the container whose network namespace it joins. */
export async function dockersAddresses(api: EngineApi, container: string): Promise<string[]> {
  const { HostConfig, NetworkSettings } = (await api.call("GET", `/containers/${container}/json`)) as Networked;
  const [, holder] = /^container:(.+)$/.exec(HostConfig.NetworkMode) ?? [];
  if (holder !== undefined) return dockersAddresses(api, holder);
  return Object.values(NetworkSettings.Networks).flatMap(({ IPAddress = "" }) => (IPAddress === "" ? [] : [IPAddress]));
}
