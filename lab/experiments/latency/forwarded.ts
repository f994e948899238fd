import { containersOf, networkOf, type Deployment } from "../../deployment.ts";
import type { Tools } from "../../tools.ts";
import type { CreateBody } from "../../tools/containers.ts";

interface Inspected {
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>>;
  };
}

const listensWithinMs = 10_000;

/**
 * Runs a copy of the entry that is published at the address that another network namespace knows of Docker's host, so that the kernel
 * forwards its requests. The subject itself is published at 127.0.0.1, where only docker-proxy takes them.
 * @param use gets the address of the copy, as `host:port`
 */
export async function published<T>(
  tools: Tools,
  deployment: Deployment,
  { container, port }: { readonly container: string; readonly port: number },
  use: (address: string) => Promise<T>,
): Promise<T> {
  const { hostAddress } = await tools.outside();
  const publisher = networkOf(deployment, container);
  const bindings = { [`${port}/tcp`]: [{ HostIp: hostAddress, HostPort: "" }] };
  const change = (body: CreateBody, name: string): CreateBody =>
    name === publisher ? { ...body, HostConfig: { ...body.HostConfig, PortBindings: bindings } } : body;
  const containers = containersOf(deployment).filter((name) => name === publisher || name === container);
  const clones = await tools.clone({ suffix: "-outside", publish: false, aliases: false, containers, change });
  try {
    await clones.start();
    const copy = `${publisher}-outside`;
    const { NetworkSettings } = (await tools.api.call("GET", `/containers/${copy}/json`)) as Inspected;
    const [binding] = NetworkSettings.Ports[`${port}/tcp`] ?? [];
    if (binding === undefined) throw new Error(`Docker does not publish the port ${port} of ${copy}`);
    const order = { host: hostAddress, port: Number(binding.HostPort), seconds: listensWithinMs / 1000 };
    const { at } = await tools.host.ask<{ readonly at: number | null }>("await-answer", order);
    if (at === null) throw new Error("the copy of the entry did not answer at its published port");
    return await use(`${hostAddress}:${binding.HostPort}`);
  } finally {
    await clones.remove();
  }
}
