import { hostAndPort } from "../addresses.ts";
import type { From, Precise, PrecisePlan, Prober } from "../tools/requests.ts";
import { converse } from "./converse.ts";
import type { ProbeSource } from "./host-probe.ts";
import { probeWords } from "./load.ts";

/** Starts a container in a network namespace that measures on order. @returns when it is ready */
export async function openProber(source: ProbeSource, from: From, signal: AbortSignal): Promise<Prober> {
  const words = [...probeWords(source, from, ["--interactive"]), "python3", "/lab/precise.py"];
  const talk = converse([...source.docker.argv, ...words], signal);
  await talk.next();
  return {
    measure: ({ target, ...plan }: PrecisePlan) => talk.ask<Precise>({ ...hostAndPort(target), ...plan }),
    lookUp: (name, port, requests) => talk.ask<Precise>({ host: name, port, requests, lookUp: true }),
    close: () => talk.close(),
  };
}
