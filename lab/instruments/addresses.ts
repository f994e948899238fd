import type { Tools } from "../tools.ts";

interface Networked {
  readonly HostConfig: { readonly NetworkMode: string };
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { readonly NetworkID: string; readonly IPAddress?: string }>>;
  };
}

/** Whether a container has egress: whether one of its networks is not internal. */
export async function hasEgress(tools: Pick<Tools, "api">, container: string): Promise<boolean> {
  for (const { NetworkID } of Object.values(await networksOf(tools, container))) {
    const { Internal } = (await tools.api.call("GET", `/networks/${NetworkID}`)) as { readonly Internal: boolean };
    if (!Internal) return true;
  }
  return false;
}

async function networksOf(
  { api }: Pick<Tools, "api">,
  container: string,
): Promise<Networked["NetworkSettings"]["Networks"]> {
  const { HostConfig, NetworkSettings } = (await api.call("GET", `/containers/${container}/json`)) as Networked;
  const [, holder] = /^container:(.+)$/.exec(HostConfig.NetworkMode) ?? [];
  return holder === undefined ? NetworkSettings.Networks : networksOf({ api }, holder);
}
