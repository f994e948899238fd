import { readlink } from "node:fs/promises";
import type { EngineApi } from "../../docker/engine-api.ts";
import type { HostProbe } from "../tools.ts";
import type { Meter } from "./quiet.ts";

/** What others.py answers: times in seconds. */
interface Used {
  readonly seconds: number;
  readonly cpus: number;
  readonly others: number;
  readonly stolen: number;
}

/** What is watched. */
interface Metered {
  readonly api: EngineApi;
  readonly host: HostProbe;
  /** `name=value`: the lab's containers in Docker have it. */
  readonly instanceLabel: string;
  /** How the names of all that the lab deploys begin, on other systems too. */
  readonly names: string;
}

/** Starts the program that watches the host's processes, for a whole run. */
export async function openMeter({ api, host, instanceLabel, names }: Metered, signal: AbortSignal): Promise<Meter> {
  const watching = host.talk("others", signal);
  const filters = encodeURIComponent(JSON.stringify({ label: [instanceLabel] }));
  const own = await ownPid(host);
  return async () => {
    const found = (await api.call("GET", `/containers/json?filters=${filters}`)) as readonly { readonly Id: string }[];
    return shareOf(await watching.ask<Used>({ own, containers: found.map(({ Id }) => Id), names }));
  };
}

/** Share of all processors' time, from 0 to 1. */
export function shareOf({ seconds, cpus, others, stolen }: Used): number {
  return Math.round(((others + stolen) / (seconds * cpus)) * 1e4) / 1e4;
}

/** PID of this program on Docker's host; null if it runs on another machine, or in a container, whose processes count as Docker's. */
async function ownPid(host: HostProbe): Promise<number | null> {
  const here = await readlink("/proc/self/ns/pid").catch(() => "");
  const { namespace } = await host.ask<{ readonly namespace: string }>("pid-namespace", {});
  return here === namespace ? process.pid : null;
}
