import { execa } from "execa";
import { containersOf, controlArgv, entryAddress } from "../deployment.ts";
import type { Answer, Subject, Tools } from "../tools.ts";
import { cloneContainers } from "./clones.ts";
import { containerToolsFor } from "./containers.ts";
import type { Bench } from "./lab.ts";
import { startLoad } from "./load.ts";
import { precise } from "./precise.ts";

/** The tools that an experiment gets for one subject. */
export function toolsFor({ deployment, project }: Subject, { source, api, host }: Bench, signal: AbortSignal): Tools {
  const published = entryAddress(deployment);
  return {
    docker: source.docker,
    api,
    host,
    containers: containerToolsFor(api, host, deployment, signal),
    control: (service, verb, ...words) =>
      run([...controlArgv(deployment, service, verb), ...words], project.folder, signal),
    controlOfClone:
      (suffix) =>
      (service, verb, ...words) =>
        run([...controlArgv(deployment, service, verb, suffix), ...words], project.folder, signal),
    load: ({ target = published, ...request }) => startLoad(source, { ...request, target }, signal),
    precise: (request) => precise(source, request, signal),
    clone: (options) => cloneContainers(api, containersOf(deployment), options),
    probeImage: source.image,
    labels: source.labels,
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
