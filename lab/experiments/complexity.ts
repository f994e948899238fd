import { setTimeout as pause } from "node:timers/promises";
import type { Experiment, Observations } from "../contract.ts";
import { containerOf, containersOf, imagesOf } from "../deployment.ts";
import { baseImageOf, contentsOf, contextsOf, packagesBeyond } from "../instruments/packages.ts";
import { family, mainProcess, processesOf, type Process } from "../instruments/processes.ts";
import { usageOf } from "../instruments/usage.ts";
import type { Subject, Tools } from "../tools.ts";
import { kindOf, lineCount, renderedFiles, stepCount } from "./complexity/counting.ts";

const looks = 4;
/** Health checks and polls come and go faster than all looks together last. */
const betweenLooksMs = 600;

export const complexity: Experiment = {
  name: "complexity",
  title: "Complexity",
  question: "How much is there to write, to run and to understand?",
  method: `The rendered build contexts and the deployment are counted: files and lines apart from the services' own sources, their kinds (by interpreter or format), instructions of Dockerfiles, resources that Pulumi manages, processes inside the containers and outside for them (shims, port proxies), packages beyond the base image's. Processes are those below a container's first one that are there at each of ${looks} looks: health checks come and go.`,
  excludes: "How hard each line is to understand, and what is inside the packages.",
  kind: "categorical",
  about: ["entry"],
  besideOthers: true,
  begins: "resumed",
  figures: {
    files: { title: "rendered files", unit: "count", better: "lower" },
    lines: { title: "rendered lines", unit: "lines", better: "lower" },
    languages: { title: "kinds of rendered files", unit: "count", better: "lower" },
    steps: { title: "instructions of Dockerfiles", unit: "count", better: "lower" },
    resources: { title: "resources in the stack", unit: "count", better: "lower" },
    containers: { title: "containers", unit: "count", better: "none" },
    processes: { title: "processes in the containers", unit: "count", better: "lower" },
    supervising: { title: "of these, not the services' own", unit: "count", better: "lower" },
    outside: { title: "processes outside for them", unit: "count", better: "lower" },
    packages: { title: "packages beyond the base image's", unit: "count", better: "lower" },
  },
  run,
};

async function run(subject: Subject, tools: Tools): Promise<Observations> {
  const { deployment, workload, project, stack } = subject;
  const own = workload.services.flatMap(({ files }) => files.map(({ path }) => path));
  const files = await renderedFiles(contextsOf(subject), own);
  const kinds = files.map(kindOf);
  const running = await stableProcesses(tools);
  const all = [...running.values()].flat();
  const mains = workload.services.map((one) => mainProcess(one, running, containerOf(deployment, one.name)));
  const ours = new Set(mains.flatMap(({ pid }) => [...family(all, pid)]));
  const { outsideProcesses } = await usageOf(tools.containers, tools.host, deployment);
  const packages = await addedPackages(subject, tools);
  const values = {
    files: files.length,
    lines: sum(files.map(({ content }) => lineCount(content))),
    languages: new Set(kinds).size,
    steps: sum(files.filter((_, index) => kinds[index] === "Dockerfile").map(({ content }) => stepCount(content))),
    resources: await project.resources(stack, tools.signal),
    containers: containersOf(deployment).length,
    processes: all.length,
    supervising: all.filter(({ pid }) => !ours.has(pid)).length,
    outside: outsideProcesses,
  };
  const details = {
    files: files.map(({ path, content }, index) => ({ path, lines: lineCount(content), kind: kinds[index] })),
    processes: all.map(({ argv }) => argv.join(" ").slice(0, 120)),
    ...(packages === undefined ? {} : { packages }),
  };
  if (packages !== undefined) return { values: { ...values, packages: packages.length }, details };
  return { values, missing: { packages: "The images have no package database that dpkg-query can read." }, details };
}

async function addedPackages(subject: Subject, tools: Tools): Promise<readonly string[] | undefined> {
  const base = await contentsOf(tools, await baseImageOf(subject));
  const images = [];
  for (const image of new Set(imagesOf(subject.deployment))) images.push(await contentsOf(tools, image));
  return packagesBeyond(base, images);
}

/** By container: those that are there at every look, and that the container itself has started. */
async function stableProcesses(tools: Tools): Promise<ReadonlyMap<string, readonly Process[]>> {
  let stable = await processesOf(tools);
  for (let look = 1; look < looks; look += 1) {
    await pause(betweenLooksMs, undefined, { signal: tools.signal });
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
