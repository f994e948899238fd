import { setTimeout as pause } from "node:timers/promises";
import type { Experiment, Observations } from "../contract.ts";
import { containerOf, containersOf, imagesOf } from "../deployment.ts";
import { inGuest, without } from "../instruments/missing.ts";
import { baseImageOf, contentsOf, contextsOf, packagesBeyond } from "../instruments/packages.ts";
import { family, mainProcess, processesOf, type Process } from "../instruments/processes.ts";
import { groupOf, usageOf } from "../instruments/usage.ts";
import type { CommonTools, Subject, Tools } from "../tools.ts";
import { isOwnProgram, kindOf, lineCount, renderedFiles, stepCount, type Rendered } from "./complexity/counting.ts";
import { runSettings } from "./complexity/run-settings.ts";

const samples = 4;
/** Over all samples this is longer than a health check or a poll runs. */
const betweenSamplesMs = 600;

export const complexity: Experiment = {
  name: "complexity",
  title: "Complexity",
  question: "How much has to be written, run and understood?",
  method: `Counted in the rendered build contexts: files and lines without the services' own sources, kinds of files (by interpreter or format), instructions of Dockerfiles. A script in the folder that this project adds to an image, or one level below, is a program of the project; deeper are the folders that a supervisor asks for, which are configuration like everything else. Counted in the deployment: settings in which the containers differ from ones that are created from the same images without any, networks and further attachments to them, resources that Pulumi manages, processes inside the containers and outside for them (shims, port proxies), packages that the base image does not have. A process counts if it descends from its container's PID 1 and is there in each of ${samples} samples, so that health checks do not count.`,
  excludes: "How hard each line is to understand, and the content of the packages.",
  kind: "categorical",
  about: ["entry"],
  besideOthers: true,
  begins: "resumed",
  figures: {
    files: { title: "rendered files", unit: "count", better: "lower" },
    lines: { title: "rendered lines", unit: "lines", better: "lower" },
    "lines.configuration": {
      title: "rendered lines of Dockerfiles, settings and service definitions",
      unit: "lines",
      better: "lower",
    },
    "lines.programs": { title: "rendered lines of this project's own programs", unit: "lines", better: "lower" },
    languages: { title: "kinds of rendered files", unit: "count", better: "lower" },
    steps: { title: "instructions of Dockerfiles", unit: "count", better: "lower" },
    orchestration: { title: "settings, networks and attachments at run time", unit: "count", better: "lower" },
    kernelSettings: {
      title: "settings at run time that name a mechanism of the kernel",
      unit: "count",
      better: "lower",
    },
    resources: { title: "resources in the stack", unit: "count", better: "lower" },
    containers: { title: "containers", unit: "count", better: "none" },
    processes: { title: "processes in the containers", unit: "count", better: "lower" },
    supervising: { title: "processes in the containers that are not the services'", unit: "count", better: "lower" },
    outside: { title: "processes outside the containers for them", unit: "count", better: "lower" },
    packages: { title: "packages that the base image does not have", unit: "count", better: "lower" },
  },
  async run(subject, tools) {
    const counted = await countedIn(subject, tools);
    const settings = await runSettings(subject.deployment, tools);
    const packages = await addedPackages(subject, tools);
    const { details } = counted;
    const values = { ...counted.values, orchestration: settings.all, kernelSettings: settings.ofKernel };
    if (packages === undefined)
      return { values, missing: { packages: "The images have no package database for dpkg-query." }, details };
    return { values: { ...values, packages: packages.length }, details: { ...details, packages } };
  },
  async elsewhere(subject, tools) {
    if (tools.containers.inGuest) return { values: {}, missing: without(Object.keys(complexity.figures), inGuest) };
    return { ...(await countedIn(subject, tools)), missing: asksDocker };
  },
};

const asksDocker = {
  ...without(
    ["orchestration", "kernelSettings"],
    "Settings are counted as Docker lists them, beside those of a container without any; other systems list theirs in other words.",
  ),
  packages: "They are counted in a container of each image in Docker: those of the same services on Docker.",
};

/** What every system shows. */
async function countedIn(
  subject: Subject,
  tools: CommonTools,
): Promise<Pick<Required<Observations>, "values" | "details">> {
  const { deployment, workload, project, stack } = subject;
  const own = workload.services.flatMap(({ files }) => files.map(({ path }) => path));
  const files = await renderedFiles(contextsOf(subject), own);
  const kinds = files.map(kindOf);
  const running = await stableProcesses(tools);
  const all = [...running.values()].flat();
  const mains = workload.services.map((one) => mainProcess(one, running, containerOf(deployment, one.name)));
  const ours = new Set(mains.flatMap(({ pid }) => [...family(all, pid)]));
  const { outsideProcesses } = await usageOf(tools.containers, tools.host, groupOf(tools.containers, deployment), {
    pages: false,
  });
  const values = {
    files: files.length,
    lines: linesOf(files),
    "lines.configuration": linesOf(files.filter((file) => !isOwnProgram(file))),
    "lines.programs": linesOf(files.filter(isOwnProgram)),
    languages: new Set(kinds).size,
    steps: sum(files.filter((_, index) => kinds[index] === "Dockerfile").map(({ content }) => stepCount(content))),
    resources: await project.resources(stack, tools.signal),
    containers: containersOf(deployment).length,
    processes: all.length,
    supervising: all.filter(({ pid }) => !ours.has(pid)).length,
    outside: outsideProcesses,
  };
  const details = {
    files: files.map((file, index) => ({
      ...{ path: file.path, lines: lineCount(file.content), kind: kinds[index] },
      own: isOwnProgram(file),
    })),
    processes: all.map(({ argv }) => argv.join(" ").slice(0, 120)),
  };
  return { values, details };
}

function linesOf(files: readonly Rendered[]): number {
  return sum(files.map(({ content }) => lineCount(content)));
}

async function addedPackages(subject: Subject, tools: Tools): Promise<readonly string[] | undefined> {
  const base = await contentsOf(tools, await baseImageOf(subject));
  const images = [];
  for (const image of new Set(imagesOf(subject.deployment))) images.push(await contentsOf(tools, image));
  return packagesBeyond(base, images);
}

/** By container: processes that are in every sample and descend from PID 1. */
async function stableProcesses(tools: CommonTools): Promise<ReadonlyMap<string, readonly Process[]>> {
  let stable = await processesOf(tools);
  for (let sample = 1; sample < samples; sample += 1) {
    await pause(betweenSamplesMs, undefined, { signal: tools.signal });
    const now = await processesOf(tools);
    const there = new Set([...now.values()].flat().map(({ pid }) => pid));
    const kept = [...stable].map(
      ([container, found]) => [container, found.filter(({ pid }) => there.has(pid))] as const,
    );
    stable = new Map(kept);
  }
  return new Map([...stable].map(([container, found]) => [container, found.filter(({ descends }) => descends)]));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
