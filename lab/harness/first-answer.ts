import type { EngineApi } from "../../docker/engine-api.ts";
import { hostAndPort } from "../addresses.ts";
import type { HostProbe } from "../tools.ts";
import type { FirstAnswer, Starting } from "../tools/containers.ts";

const withinSeconds = 60;
/** The system's times and the probe's must be by the same clock: if it is set meanwhile, the cell is worth nothing. */
const mostDriftMs = 5;

/** Where the entry is published. */
interface Published {
  readonly host: HostProbe;
  /** `host:port`. */
  readonly address: string;
  /** The container that publishes the port: asking begins just before it starts. */
  readonly container: string;
  /** How many network interfaces of the host come up with it, before any of its processes runs: the first request waits for them. */
  readonly interfaces: number;
}

interface Found {
  readonly at: number | null;
  readonly asked: number;
  readonly drift: number;
}

/** See `Containers.untilFirstAnswer`. @throws if nothing answers within a minute, or the host's clock is set meanwhile */
export async function firstAnswer<T>(
  { host, address, container, interfaces }: Published,
  start: (starting: Starting) => Promise<T>,
  signal: AbortSignal,
): Promise<FirstAnswer & { readonly started: T }> {
  const asking = host.talk("first-answer", signal);
  try {
    await asking.ask({ ...hostAndPort(address), seconds: withinSeconds, interfaces });
    const started = await start(async (name) => {
      if (name === container) await asking.ask({});
    });
    const { at, asked, drift } = await asking.next<Found>();
    if (at === null) throw new Error(`nothing answered at ${address} within ${withinSeconds} s`);
    if (Math.abs(drift) > mostDriftMs) throw new Error(`the host's clock was set by ${drift} ms meanwhile`);
    return { started, at, asked, driftMs: drift };
  } finally {
    await asking.close();
  }
}

/** A deployment in Docker. */
interface InDocker extends Pick<Published, "host" | "address"> {
  readonly api: EngineApi;
  readonly containers: readonly string[];
}

/** The same for a deployment in Docker, which tells what publishes the port. */
export async function untilFirstAnswer<T>(
  { api, containers, ...place }: InDocker,
  start: (starting: Starting) => Promise<T>,
  signal: AbortSignal,
): Promise<FirstAnswer & { readonly started: T }> {
  return firstAnswer({ ...place, ...(await publisher(api, containers)) }, start, signal);
}

interface Inspected {
  readonly HostConfig: {
    readonly NetworkMode: string;
    readonly PortBindings?: Readonly<Record<string, unknown>> | null;
  };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

/** The container that publishes a port, and how many network interfaces Docker gives it. */
async function publisher(api: EngineApi, containers: readonly string[]) {
  for (const container of containers) {
    const { HostConfig, NetworkSettings } = (await api.call("GET", `/containers/${container}/json`)) as Inspected;
    const publishes = Object.keys(HostConfig.PortBindings ?? {}).length > 0;
    const networks = HostConfig.NetworkMode === "host" ? [] : Object.keys(NetworkSettings.Networks);
    if (publishes) return { container, interfaces: networks.length };
  }
  throw new Error(`none of ${containers.join(", ")} publishes a port`);
}
