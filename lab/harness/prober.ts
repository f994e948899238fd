import { hostAndPort } from "../addresses.ts";
import type { HostProbe } from "../tools.ts";
import type { Conversation } from "../tools/conversation.ts";
import type { From, Precise, PrecisePlan, Prober } from "../tools/requests.ts";
import { converse } from "./converse.ts";
import type { ProbeSource } from "./host-probe.ts";
import { namespaceWords, probeWords } from "./load.ts";

/** Starts a container in a network namespace that measures on order. @returns when it is ready */
export async function openProber(source: ProbeSource, from: From, signal: AbortSignal): Promise<Prober> {
  const words = [...probeWords(source, from, ["--interactive"]), "python3", "/lab/precise.py"];
  return proberBy(converse([...source.docker.argv, ...words], signal));
}

/** Starts a program that measures on order in the network namespace of a process of the host. */
export async function proberAt(
  { source, host }: { readonly source: ProbeSource; readonly host: Pick<HostProbe, "container"> },
  pid: number,
  signal: AbortSignal,
): Promise<Prober> {
  const words = namespaceWords(host, pid);
  return proberBy(converse([...source.docker.argv, ...words, "python3", "/lab/precise.py"], signal));
}

async function proberBy(talk: Conversation): Promise<Prober> {
  await talk.next();
  return {
    measure: ({ target, ...plan }: PrecisePlan) => talk.ask<Precise>({ ...hostAndPort(target), ...plan }),
    lookUp: (name, port, requests) => talk.ask<Precise>({ host: name, port, requests, lookUp: true }),
    close: () => talk.close(),
  };
}
