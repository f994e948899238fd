import type { Experiment, Observations } from "../contract.ts";
import { containerOf, containersOf, imagesOf } from "../deployment.ts";
import { bytesOnDisk } from "../instruments/disk.ts";
import { hiddenPages, inGuest, without } from "../instruments/missing.ts";
import { family, mainProcess, processesOf } from "../instruments/processes.ts";
import { slowdownOf } from "../instruments/slowdown.ts";
import { groupOf, usageOf } from "../instruments/usage.ts";
import { entryOf } from "../roles.ts";
import { systemsRules } from "../rules/systems.ts";
import type { CommonTools, Subject } from "../tools.ts";
import { dockersFolders } from "./footprint/dockers-folders.ts";

const { steps } = systemsRules.measuring;

export const footprint: Experiment = {
  name: "footprint",
  title: "Footprint of a system",
  question: "What does a whole deployment take on its system: processes, memory, time to start, disk, packages?",
  method:
    "The same on every system, Docker too. The containers are killed, and started one after another by the verb start of the outputs, while a probe on the host asks for the entry at its published port every 2 ms, from before the container that publishes it starts. Processes and distinct pages are counted as in the experiment memory, once they stand still; outside are the programs that run on the host for these containers alone. " +
    `Slowdown: processor time of a loop of ${steps.value} steps in the entry's container, of that on the host: 1 unless processors are emulated. Images: what their files take on this machine's disk, files of several images counted once. Packages: of Debian and Ubuntu, that the system asks for by name.`,
  excludes:
    "Daemons that all containers share, such as Docker's and podman's DNS; the kernel's memory; packages that others bring along; the base system of a machine that a system runs on.",
  kind: "timing",
  about: ["entry"],
  besideOthers: false,
  begins: "as left",
  figures: {
    start: { title: "time from the verb start to the first answer", unit: "ms", better: "lower" },
    "start.lent": {
      title: "the same, divided by the slowdown where processors are emulated",
      unit: "ms",
      better: "none",
    },
    slowdown: { title: "processor time in the container, of that on the host", unit: "ratio", better: "lower" },
    processes: { title: "processes in the containers", unit: "count", better: "lower" },
    beside: { title: "most processes in a container that are not its services'", unit: "count", better: "lower" },
    outside: { title: "processes on the host for these containers", unit: "count", better: "lower" },
    memory: { title: "memory, in the containers and of these processes", unit: "bytes", better: "lower" },
    "memory.inside": { title: "memory in the containers", unit: "bytes", better: "lower" },
    image: { title: "files of the images on disk", unit: "bytes", better: "lower" },
    packages: { title: "packages that the system needs", unit: "count", better: "lower" },
    root: { title: "only root can use it", unit: "yes-no", better: "no" },
  },
  async run(subject, tools) {
    const folders = await dockersFolders(tools, imagesOf(subject.deployment));
    const here = { folders, packages: undefined, root: undefined };
    return measured(subject, tools, here);
  },
  async elsewhere(subject, tools) {
    const { imageFolders, packages, root } = subject.system ?? {};
    const folders = await imageFolders?.(imagesOf(subject.deployment));
    return measured(subject, tools, { folders, packages: packages?.length, root });
  },
};

/** What the system says of itself; undefined where it does not. */
interface Told {
  readonly folders: readonly string[] | undefined;
  readonly packages: number | undefined;
  readonly root: boolean | undefined;
}

async function measured(subject: Subject, tools: CommonTools, told: Told): Promise<Observations> {
  const { containers, host } = tools;
  const start = await startByVerbs(tools);
  await containers.untilHealthy();
  const slowdown = await slowdownOf(tools, entryOf(subject.workload).name);
  const usage = await usageOf(containers, host, groupOf(containers, subject.deployment), { settle: "quiet" });
  const image = await bytesOnDisk(told.folders ?? []);
  const optional = {
    memory: usage.engine,
    "memory.inside": usage.inside,
    image,
    packages: told.packages,
    root: told.root,
  };
  const known = Object.entries(optional).filter((entry): entry is [string, number | boolean] => entry[1] !== undefined);
  const unknown = Object.keys(optional).filter((name) => !known.some(([one]) => one === name));
  const counted = containers.inGuest
    ? { values: {}, missing: without(["processes", "beside"], inGuest) }
    : { values: await processesIn(subject, tools), missing: {} };
  return {
    values: {
      ...{ start, slowdown, "start.lent": containers.inGuest ? start / Math.max(1, slowdown) : start },
      ...{ outside: usage.outsideProcesses, ...counted.values, ...Object.fromEntries(known) },
    },
    missing: {
      ...counted.missing,
      ...Object.fromEntries(unknown.map((name) => [name, reasonFor(name, containers.inGuest)])),
    },
    details: { usage },
  };
}

function reasonFor(figure: string, guest: boolean): string {
  if (figure === "memory.inside") return guest ? inGuest : hiddenPages;
  if (figure === "memory") return hiddenPages;
  if (figure === "image") return "This machine's disk does not show the files of the images by a folder each.";
  return "Setup provides this system for every stack.";
}

/** Kills the containers and starts them by the outputs' own commands. @returns milliseconds from the first start to the first answer */
async function startByVerbs({ containers, controlContainer }: CommonTools): Promise<number> {
  await containers.kill();
  const ahead = await containers.clockAhead();
  const { at, started } = await containers.untilFirstAnswer(async (starting) => {
    const before = Date.now() + ahead;
    for (const name of containers.names) {
      await starting(name);
      const { exitCode, output } = await controlContainer(name, "start");
      if (exitCode !== 0) throw new Error(`start of ${name}: ${output.trim()}`);
    }
    return before;
  });
  return at - started;
}

async function processesIn({ deployment, workload }: Subject, tools: CommonTools) {
  const found = await processesOf(tools);
  const all = [...found.values()].flat().filter(({ descends }) => descends);
  const mains = workload.services.map((one) => mainProcess(one, found, containerOf(deployment, one.name)));
  const ofServices = new Set(mains.flatMap(({ pid }) => [...family(all, pid)]));
  const beside = containersOf(deployment).map(
    (name) => (found.get(name) ?? []).filter(({ pid, descends }) => descends && !ofServices.has(pid)).length,
  );
  return { processes: all.length, beside: Math.max(...beside) };
}
