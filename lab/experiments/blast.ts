import type { Experiment } from "../contract.ts";
import { containerOf, entryAddress } from "../deployment.ts";
import { ordersOf } from "../instruments/orders.ts";
import { doerBesideEntry, entryOf } from "../roles.ts";
import type { Subject, Tools } from "../tools.ts";
import { hogs, letLoose, type Scene } from "./blast/hogs.ts";
import { blastFigures, merged, observed, type Effects } from "./blast/observed.ts";
import { suffix, whyNoOuterGroup, withoutLimits } from "./blast/outer.ts";

export const blast: Experiment = {
  name: "blast",
  title: "Blast radius",
  question: "One service goes wrong: what do the others feel?",
  method:
    "A service beside the entry leaks memory (800 MiB/s for 1 s, five times: the figures are of the trial in the middle by failed requests, since now and then the kernel ends a second process, too), forks without end, fills its disk or spins on every processor (each for 2 s), while 100 requests per second go from the host to the published port of the entry, which (in the workload made for this) saves a file for each. Limited: as deployed. Unlimited: containers with the same settings but without limits of their own, inside one control group of the lab's that bounds memory and processes together (512 MiB, 300), with the services' folders on one small file system (64 MiB). Died: the entry's process is another one afterwards, or gone.",
  excludes:
    "Noisy neighbours outside the deployment. The requests are made on the same machine: a busy loop without limits takes processors from them as well.",
  kind: "categorical",
  about: ["misbehaves"],
  besideOthers: false,
  long: true,
  figures: blastFigures,
  async run(subject, tools) {
    const hog = doerBesideEntry(subject.workload, Object.values(hogs));
    if (hog === undefined) {
      const reason = "No service beside the entry can be told to do all of this.";
      return merged(observed("limited", reason), observed("unlimited", reason));
    }
    const limited = await letLoose(sceneOf(subject, tools, hog.name), tools);
    const reason = await whyNoOuterGroup(tools);
    const unlimited = reason ?? (await effectsWithoutLimits(subject, tools, hog.name));
    return merged(observed("limited", limited), observed("unlimited", unlimited));
  },
};

/** @param suffix behind the names of clones. @default none: the subject's own containers */
function sceneOf({ deployment, workload }: Subject, tools: Tools, hog: string, suffix = ""): Scene {
  return {
    hog,
    orders: ordersOf(workload, suffix === "" ? tools.control : tools.controlOfClone(suffix)),
    target: entryAddress(deployment),
    entry: { service: entryOf(workload), container: `${containerOf(deployment, workload.entry.service)}${suffix}` },
    renew: () => tools.containers.renew(),
  };
}

async function effectsWithoutLimits(subject: Subject, tools: Tools, hog: string): Promise<Effects> {
  await tools.containers.kill();
  const made = await withoutLimits(subject, tools);
  const renew = async () => {
    for (const name of made.clones.names)
      await tools.api.call("POST", `/containers/${name}/kill`).catch(() => undefined);
    await made.clones.start();
  };
  try {
    return await letLoose({ ...sceneOf(subject, tools, hog, suffix), renew }, tools);
  } finally {
    await made.remove();
  }
}
