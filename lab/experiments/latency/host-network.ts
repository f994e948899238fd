import { setTimeout as pause } from "node:timers/promises";
import type { Service } from "../../../services/contract.ts";
import { findMainProcess, processesOf } from "../../instruments/processes.ts";
import type { Tools } from "../../tools.ts";
import type { CreateBody } from "../../tools/containers.ts";

const listensWithinMs = 10_000;
const loopback = "127.0.0.1";

/**
 * Whether an entry can be told where to listen: its variable PORT is its port. Then BIND should set its address too, which
 * `inHostNetwork` checks once it listens.
 */
export function takesItsPort({ port, env }: Pick<Service, "port" | "env">): boolean {
  return port !== undefined && env.PORT === String(port);
}

/**
 * Runs a copy of the entry in the host's network, on a port that the kernel chooses.
 * @param container of the entry alone
 * @param use gets the copy's address, as `host:port`
 * @returns undefined if the copy listens on another address than loopback: the outside could reach it, so it is removed at once
 */
export async function inHostNetwork<T>(
  tools: Tools,
  { entry, container }: { readonly entry: Service; readonly container: string },
  use: (address: string) => Promise<T>,
): Promise<T | undefined> {
  const clones = await tools.clone({ suffix: "-host", publish: false, containers: [container], change: joinHost });
  try {
    await clones.start();
    const [name = ""] = clones.names;
    for (const until = Date.now() + listensWithinMs; Date.now() < until;) {
      // Empty until the process exists.
      const { listening = [] } = findMainProcess(entry, await processesOf(tools, [name]), name) ?? {};
      if (listening.some(({ address }) => address !== loopback)) return undefined;
      const [place] = listening;
      if (place !== undefined) return await use(`${place.address}:${place.port}`);
      await pause(50, undefined, { signal: tools.signal });
    }
    throw new Error("the entry did not listen in the host's network");
  } finally {
    await clones.remove();
  }
}

function joinHost(body: CreateBody): CreateBody {
  const variables = Array.isArray(body.Env) ? (body.Env as readonly string[]) : [];
  return {
    ...body,
    Env: [...variables.filter((one) => !/^(PORT|BIND)=/.test(one)), "PORT=0", `BIND=${loopback}`],
    ExposedPorts: {},
    HostConfig: { ...body.HostConfig, NetworkMode: "host", PortBindings: {} },
    NetworkingConfig: { EndpointsConfig: {} },
  };
}
