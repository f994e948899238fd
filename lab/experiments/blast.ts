import type { Experiment } from "../contract.ts";
import { containerOf, entryAddress } from "../deployment.ts";
import { ordersOf } from "../instruments/orders.ts";
import { randomInTurn } from "../random.ts";
import { doerBesideEntry, doersOf, entryOf } from "../roles.ts";
import { rules } from "../rules/rules.ts";
import type { CommonTools, Control, Subject, Tools } from "../tools.ts";
import { doses, faults, quickly, type Doses, type Limits } from "./blast/doses.ts";
import { injectFaults, type Effects, type Scene } from "./blast/faults.ts";
import { blastFigures, merged, observed } from "./blast/observed.ts";
import { onSmallHost, suffix, whyNoSmallHost } from "./blast/outer.ts";

const { hostMemory, hostProcesses, hostDisk, leaksPerRound } = rules.faults;

export const blast: Experiment = {
  name: "blast",
  title: "Blast radius",
  question: "When one service misbehaves, how are the others affected?",
  method: [
    `A service beside the entry gets faults in random order: a memory leak (800 MiB/s for 1 s, ${leaksPerRound.value} times), a fork bomb of up to 2000 sleeping processes, a full disk (2 s each), a busy loop on every processor (5 s).`,
    "Meanwhile the host sends 100 requests per second, 300 during a busy loop, to the published port of the entry, which saves a file for each. Whatever died is running again before the next fault.",
    "A leak's effect varies between trials: the kernel sometimes kills a second process before the memory of the first is free. So its figures are the mean and the worst of the failed requests, and in how many trials the entry died: its process was another one afterwards, or gone.",
    "The p99 is given under a busy loop only, from 1500 requests a round, 3000 in two rounds.",
    "The entry takes a thread for each connection. For the figures of the loop the same process is told to serve all connections from one event loop (asyncio).",
    "As deployed: the containers and limits that the approach renders.",
    `Docker's defaults: the same containers with no limits on memory, processes and processors, each in a cgroup of its own, on a small host that the lab models with a parent cgroup: ${hostMemory.value} MiB of memory, which a leak uses up as it would use up a host's, and ${hostProcesses.value} processes, which a fork bomb does not reach. The services' folders are on one disk of ${hostDisk.value} MiB, as all containers share /var/lib/docker by default: that a full disk is full for all containers is Docker's design, which the figure shows and does not test.`,
  ].join(" "),
  excludes:
    "Noisy neighbours outside the deployment; the end of the kernel's own limit of processes. The requests are made on the same machine: a busy loop without limits takes processor time from them too.",
  kind: "categorical",
  about: ["misbehaves"],
  besideOthers: false,
  // The kernel counts the processes of a user (RLIMIT_NPROC) over all containers.
  othersStopped: true,
  long: true,
  figures: blastFigures,
  async elsewhere(subject, tools) {
    const misbehaving = doerBesideEntry(subject.workload, Object.values(faults));
    const deployed =
      misbehaving === undefined
        ? noDoer
        : await effectsAsDeployed(subject, tools, misbehaving.name, randomInTurn("blast", tools.turn));
    return merged(observed("deployed", deployed), observed("default", noSmallHost));
  },
  async run(subject, tools) {
    const misbehaving = doerBesideEntry(subject.workload, Object.values(faults));
    if (misbehaving === undefined) {
      return merged(observed("deployed", noDoer), observed("default", noDoer));
    }
    const random = randomInTurn("blast", tools.turn);
    const deployed = await effectsAsDeployed(subject, tools, misbehaving.name, random);
    const reason = await whyNoSmallHost(tools);
    const byDefault = reason ?? (await effectsByDefault(subject, tools, misbehaving.name, random));
    return merged(observed("deployed", deployed), observed("default", byDefault));
  },
};

const noDoer = "No service beside the entry can inject all of these faults.";
const noSmallHost =
  "Docker's defaults, and the small host that is modelled for them, are tried on copies of the containers in Docker.";

function effectsAsDeployed(
  subject: Subject,
  tools: CommonTools,
  misbehaving: string,
  random: () => number,
): Promise<Effects> {
  return injectFaults(sceneOf(subject, tools, misbehaving, tools.control), tools, random, dosesFor("deployed", tools));
}

function dosesFor(limits: Limits, { turn }: Pick<CommonTools, "turn">): Doses {
  return turn.quick ? quickly(doses[limits]) : doses[limits];
}

/** @param control of the subject's services, or of their clones @param suffix of the clones' names. @default none: the subject's own containers */
function sceneOf(
  { deployment, workload }: Subject,
  tools: CommonTools,
  misbehaving: string,
  control: Control,
  suffix = "",
): Scene {
  const entry = entryOf(workload);
  return {
    misbehaving,
    orders: ordersOf(workload, control),
    target: entryAddress(deployment),
    entry: { service: entry, container: `${containerOf(deployment, entry.name)}${suffix}` },
    hasLoop: doersOf(workload, "serve").some(({ name }) => name === entry.name),
    renew: async () => {
      await tools.containers.kill();
      await tools.containers.start();
    },
  };
}

async function effectsByDefault(
  subject: Subject,
  tools: Tools,
  misbehaving: string,
  random: () => number,
): Promise<Effects> {
  await tools.containers.kill();
  const made = await onSmallHost(subject, tools);
  const renew = async () => {
    for (const name of made.clones.names)
      await tools.api.call("POST", `/containers/${name}/kill`).catch(() => undefined);
    await made.clones.start();
  };
  try {
    return await injectFaults(
      { ...sceneOf(subject, tools, misbehaving, tools.controlOfClone(suffix), suffix), renew },
      tools,
      random,
      dosesFor("default", tools),
    );
  } finally {
    await made.remove();
  }
}
