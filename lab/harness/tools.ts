import { execa } from "execa";
import type { EngineApi } from "../../docker/engine-api.ts";
import type { Answer, Subject, Tools } from "../contract.ts";
import { cloneUnits } from "./clones.ts";
import type { HostProbe, ProbeSource } from "./host-probe.ts";
import { startLoad } from "./load.ts";
import { precise } from "./precise.ts";
import { unitsOf } from "./units.ts";

/** What all subjects' tools are made from. */
export interface Bench {
  readonly source: ProbeSource;
  readonly api: EngineApi;
  readonly host: HostProbe;
}

/** The tools that an experiment gets for one subject. */
export function toolsFor({ deployment }: Subject, { source, api, host }: Bench, signal: AbortSignal): Tools {
  const units = unitsOf(api, host, deployment, signal);
  const published = new URL(deployment.url).host;
  return {
    docker: source.docker,
    api,
    host,
    units,
    control: (service, verb, ...words) => control(deployment, service, verb, words, signal),
    load: ({ target = published, ...request }) => startLoad(source, { ...request, target }, signal),
    precise: (request) => precise(source, request, signal),
    clone: (options) => cloneUnits(api, deployment.units, options),
    probeImage: source.image,
    labels: source.labels,
    signal,
  };
}

async function control(
  { services }: Subject["deployment"],
  service: string,
  verb: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<Answer> {
  const verbs: Readonly<Record<string, readonly string[]>> = services[service]?.control ?? {};
  const [command, ...args] = verbs[verb] ?? [];
  if (command === undefined) throw new Error(`there is no service "${service}" with the verb "${verb}"`);
  const options = { reject: false, all: true, stdin: "ignore", cancelSignal: signal } as const;
  const { exitCode, all } = await execa(command, [...args, ...words], options);
  signal.throwIfAborted();
  return { exitCode, output: all };
}
