import { execa } from "execa";
import { containersInOrder, controlArgv, entryAddress } from "../deployment.ts";
import type { Answer, Subject, Tools, Turn } from "../tools.ts";
import { cloneContainers } from "./clones.ts";
import { containerToolsFor } from "./containers.ts";
import type { Bench } from "./lab.ts";
import { startLoad } from "./load.ts";
import { openProber } from "./prober.ts";

/** The tools that an experiment gets for one subject. */
export function toolsFor(
  { deployment, project, workload }: Subject,
  { source, api, host, outside }: Bench,
  turn: Turn,
  signal: AbortSignal,
): Tools {
  const published = entryAddress(deployment);
  const names = containersInOrder(deployment, workload.services);
  return {
    docker: source.docker,
    api,
    host,
    containers: containerToolsFor(api, host, deployment, signal, names),
    control: (service, verb, ...words) =>
      run([...controlArgv(deployment, service, verb), ...words], project.folder, signal),
    controlOfClone:
      (suffix) =>
      (service, verb, ...words) =>
        run([...controlArgv(deployment, service, verb, suffix), ...words], project.folder, signal),
    load: ({ target = published, ...request }) => startLoad(source, { ...request, target }, signal),
    prober: (from) => openProber(source, from, signal),
    outside,
    clone: (options) => cloneContainers(api, names, options),
    probeImage: source.image,
    labels: source.labels,
    turn,
    signal,
  };
}

/** @param cwd folder of the project */
async function run(
  [command, ...args]: readonly [string, ...string[]],
  cwd: string,
  signal: AbortSignal,
): Promise<Answer> {
  const options = { cwd, reject: false, all: true, stdin: "ignore", cancelSignal: signal } as const;
  const { exitCode, all } = await execa(command, args, options);
  signal.throwIfAborted();
  return { exitCode, output: all };
}
