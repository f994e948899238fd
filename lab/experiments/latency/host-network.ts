import { setTimeout as pause } from "node:timers/promises";
import type { Tools } from "../../contract.ts";
import type { CreateBody } from "../../harness/clones.ts";
import { jsonLines } from "../../harness/log-lines.ts";

const listensWithinMs = 10_000;

/**
 * Runs a copy of the server in the host's network, on a port that the kernel chooses, while something is done with it.
 * @param unit container that the server has to itself
 * @param use given the address, as `host:port`
 */
export async function inHostNetwork<T>(
  { clone, docker, signal }: Tools,
  unit: string,
  use: (address: string) => Promise<T>,
): Promise<T> {
  const clones = await clone({ suffix: "-host", publish: false, units: [unit], change: joinHost });
  try {
    await clones.start();
    const [name = ""] = clones.names;
    for (const until = Date.now() + listensWithinMs; Date.now() < until;) {
      const { stdout } = await docker.attempt(["logs", name]);
      const listening = jsonLines(stdout).find(({ event }) => event === "listening");
      if (listening !== undefined) return await use(`127.0.0.1:${String(listening.port)}`);
      await pause(50, undefined, { signal });
    }
    throw new Error("the server did not listen in the host's network");
  } finally {
    await clones.remove();
  }
}

/** On the loopback address alone, since nothing stands between it and the outside. */
function joinHost(body: CreateBody): CreateBody {
  const variables = Array.isArray(body.Env) ? (body.Env as readonly string[]) : [];
  return {
    ...body,
    Env: [...variables.filter((one) => !/^(PORT|BIND)=/.test(one)), "PORT=0", "BIND=127.0.0.1"],
    ExposedPorts: {},
    HostConfig: { ...body.HostConfig, NetworkMode: "host", PortBindings: {} },
    NetworkingConfig: { EndpointsConfig: {} },
  };
}
