import { execa } from "execa";
import type { Experiment, Observations } from "../contract.ts";
import { containerArgv, containersInOrder, controlArgv, entryAddress } from "../deployment.ts";
import type { Answer, CommonTools, ContainerControl, Subject, Tools, Turn } from "../tools.ts";
import type { Containers } from "../tools/containers.ts";
import { cloneContainers } from "./clones.ts";
import { containerToolsFor } from "./containers.ts";
import type { Bench } from "./lab.ts";
import { namespaceWords, startLoad, startLoadBy } from "./load.ts";
import { openProber, proberAt } from "./prober.ts";
import { verbContainers } from "./verb-containers.ts";

/** Runs an experiment on a subject, with the tools for what the subject runs on. */
export async function measureOn(
  experiment: Experiment,
  subject: Subject,
  bench: Bench,
  turn: Turn,
  signal: AbortSignal,
): Promise<Observations> {
  if (subject.system === undefined) return experiment.run(subject, toolsFor(subject, bench, turn, signal));
  const { elsewhere } = experiment;
  if (typeof elsewhere === "string") return notThere(experiment, elsewhere);
  return elsewhere(subject, commonTools(subject, bench, turn, signal));
}

/** Whether an experiment measures on what a subject runs on. If not, its reason needs no deployment. */
export function measuresOn({ elsewhere }: Experiment, { system }: Pick<Subject, "system">): boolean {
  return system === undefined || typeof elsewhere !== "string";
}

/** One reason for all figures. */
export function notThere({ figures }: Pick<Experiment, "figures">, reason: string): Observations {
  const current = Object.entries(figures).filter(([, { withdrawn }]) => withdrawn === undefined);
  return { values: {}, missing: Object.fromEntries(current.map(([name]) => [name, reason])) };
}

/** The subject's containers, whatever they run on. */
export function containersFor(subject: Subject, { api, host }: Bench, signal: AbortSignal): Containers {
  const { deployment, workload, system } = subject;
  const names = containersInOrder(deployment, workload.services);
  if (system === undefined) return containerToolsFor(api, host, deployment, signal, names);
  const control = containerControl(subject, signal);
  return verbContainers({ control, host, deployment, names, entry: workload.entry.service, system }, signal);
}

function containerControl({ deployment, project }: Subject, signal: AbortSignal): ContainerControl {
  return (container, verb, ...words) =>
    run([...containerArgv(deployment, container, verb), ...words], project.folder, signal);
}

/** The tools that work on every system. */
function commonTools(subject: Subject, bench: Bench, turn: Turn, signal: AbortSignal): CommonTools {
  const { deployment, project } = subject;
  const { source, host } = bench;
  const published = entryAddress(deployment);
  const containers = containersFor(subject, bench, signal);
  return {
    host,
    containers,
    control: (service, verb, ...words) =>
      run([...controlArgv(deployment, service, verb), ...words], project.folder, signal),
    controlContainer: containerControl(subject, signal),
    async load({ target = published, from, ...request }) {
      if (from === "host") return startLoad(source, { ...request, from, target }, signal);
      const words = namespaceWords(host, (await containers.state(from.container)).pid);
      return startLoadBy([...source.docker.argv, ...words], { ...request, target }, signal);
    },
    async prober(from) {
      if (from === "host") return openProber(source, from, signal);
      return proberAt({ source, host }, (await containers.state(from.container)).pid, signal);
    },
    async scale(service, replicas) {
      const { deployments } = await project.scale(subject.stack, service, replicas, signal);
      const scaled = deployments[subject.approach];
      if (scaled === undefined) throw new Error(`the outputs have no deployment "${subject.approach}"`);
      return { deployment: scaled, containers: containersFor({ ...subject, deployment: scaled }, bench, signal) };
    },
    turn,
    signal,
  };
}

/** The tools that an experiment gets for one subject in Docker. */
function toolsFor(subject: Subject, bench: Bench, turn: Turn, signal: AbortSignal): Tools {
  const { deployment, project } = subject;
  const { source, api, outside } = bench;
  const common = commonTools(subject, bench, turn, signal);
  return {
    ...common,
    docker: source.docker,
    api,
    controlOfClone:
      (suffix) =>
      (service, verb, ...words) =>
        run([...controlArgv(deployment, service, verb, suffix), ...words], project.folder, signal),
    load: ({ target = entryAddress(deployment), ...request }) => startLoad(source, { ...request, target }, signal),
    prober: (from) => openProber(source, from, signal),
    outside,
    clone: (options) => cloneContainers(api, common.containers.names, options),
    probeImage: source.image,
    labels: source.labels,
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
