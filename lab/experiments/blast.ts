import type { Experiment } from "../contract.ts";
import { containerOf, entryAddress } from "../deployment.ts";
import { ordersOf } from "../instruments/orders.ts";
import { doerBesideEntry, entryOf } from "../roles.ts";
import type { Subject, Tools } from "../tools.ts";
import { faults, injectFaults, type Scene } from "./blast/faults.ts";
import { blastFigures, merged, observed, type Effects } from "./blast/observed.ts";
import { suffix, whyNoOuterGroup, withoutLimits } from "./blast/outer.ts";

export const blast: Experiment = {
  name: "blast",
  title: "Blast radius",
  question: "When one service misbehaves, how are the others affected?",
  method:
    "A service beside the entry gets a fault: a memory leak (800 MiB/s for 1 s), a fork bomb, a full disk or a busy loop on every processor (2 s each). Meanwhile the host sends 100 requests per second to the published port of the entry, which saves a file for each request in the workload made for this. The leak is injected five times, because the kernel sometimes kills a second process too; its figures are those of the median trial by failed requests. Limited: as deployed. Unlimited: containers with the same settings but no limits of their own, in one cgroup that limits all of them together (512 MiB of memory, 300 processes), with the services' folders on one small file system (64 MiB). Died: afterwards the entry's process is another one, or gone.",
  excludes:
    "Noisy neighbours outside the deployment. The requests are made on the same machine: a busy loop without limits takes processor time from them too.",
  kind: "categorical",
  about: ["misbehaves"],
  besideOthers: false,
  long: true,
  figures: blastFigures,
  async run(subject, tools) {
    const misbehaving = doerBesideEntry(subject.workload, Object.values(faults));
    if (misbehaving === undefined) {
      const reason = "No service beside the entry can inject all of these faults.";
      return merged(observed("limited", reason), observed("unlimited", reason));
    }
    const limited = await injectFaults(sceneOf(subject, tools, misbehaving.name), tools);
    const reason = await whyNoOuterGroup(tools);
    const unlimited = reason ?? (await effectsWithoutLimits(subject, tools, misbehaving.name));
    return merged(observed("limited", limited), observed("unlimited", unlimited));
  },
};

/** @param suffix of the clones' names. @default none: the subject's own containers */
function sceneOf({ deployment, workload }: Subject, tools: Tools, misbehaving: string, suffix = ""): Scene {
  return {
    misbehaving,
    orders: ordersOf(workload, suffix === "" ? tools.control : tools.controlOfClone(suffix)),
    target: entryAddress(deployment),
    entry: { service: entryOf(workload), container: `${containerOf(deployment, workload.entry.service)}${suffix}` },
    renew: () => tools.containers.renew(),
  };
}

async function effectsWithoutLimits(subject: Subject, tools: Tools, misbehaving: string): Promise<Effects> {
  await tools.containers.kill();
  const made = await withoutLimits(subject, tools);
  const renew = async () => {
    for (const name of made.clones.names)
      await tools.api.call("POST", `/containers/${name}/kill`).catch(() => undefined);
    await made.clones.start();
  };
  try {
    return await injectFaults({ ...sceneOf(subject, tools, misbehaving, suffix), renew }, tools);
  } finally {
    await made.remove();
  }
}
