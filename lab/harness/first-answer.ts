import type { EngineApi } from "../../docker/engine-api.ts";
import { hostAndPort } from "../addresses.ts";
import type { HostProbe } from "../tools.ts";
import type { FirstAnswer, Starting } from "../tools/containers.ts";

const withinSeconds = 60;
/** Docker's times and the probe's must be by the same clock: if it is set meanwhile, the cell is worth nothing. */
const mostDriftMs = 5;

/** Where the entry is published. */
interface Published {
  readonly api: EngineApi;
  readonly host: HostProbe;
  /** `host:port`. */
  readonly address: string;
  readonly containers: readonly string[];
}

interface Found {
  readonly at: number | null;
  readonly asked: number;
  readonly drift: number;
}

/** See `Containers.untilFirstAnswer`. @throws if nothing answers within a minute, or the host's clock is set meanwhile */
export async function untilFirstAnswer<T>(
  { api, host, address, containers }: Published,
  start: (starting: Starting) => Promise<T>,
  signal: AbortSignal,
): Promise<FirstAnswer & { readonly started: T }> {
  const { container, interfaces } = await publisher(api, containers);
  const asking = host.talk("first-answer", signal);
  try {
    await asking.ask({ ...hostAndPort(address), seconds: withinSeconds, interfaces });
    const started = await start(async (name) => {
      if (name === container) await asking.ask({});
    });
    const { at, asked, drift } = await asking.next<Found>();
    if (at === null) throw new Error(`nothing answered at ${address} within ${withinSeconds} s`);
    if (Math.abs(drift) > mostDriftMs) throw new Error(`the clock of Docker's host was set by ${drift} ms meanwhile`);
    return { started, at, asked, driftMs: drift };
  } finally {
    await asking.close();
  }
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
