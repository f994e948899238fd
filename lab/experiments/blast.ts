import type { Experiment, Subject, Tools } from "../contract.ts";
import { letLoose } from "./blast/hogs.ts";
import { blastFigures, merged, observed, type Effects } from "./blast/observed.ts";
import { suffix, whyNoOuterGroup, withoutLimits } from "./blast/outer.ts";
import { ordersOf } from "./trouble/orders.ts";

export const blast: Experiment = {
  name: "blast",
  title: "Blast radius",
  question: "One service goes wrong: what do the others feel?",
  method:
    "The companion service leaks memory (800 MiB/s for 1 s, five times: the figures are of the trial in the middle by failed requests, since now and then the kernel ends a second process, too), forks without end, fills its disk or spins on every processor (each for 2 s), while 100 requests per second go from the host to the published port of the server, which saves a file for each. Limited: as deployed. Unlimited: containers with the same settings but without limits of their own, inside one control group of the lab's that bounds memory and processes together (512 MiB, 300), with the services' folders on one small file system (64 MiB). Died: the server's process is another one afterwards, or gone.",
  excludes:
    "Noisy neighbours outside the deployment. The requests are made on the same machine: a busy loop without limits takes processors from them as well.",
  kind: "categorical",
  workload: "trouble",
  besideOthers: false,
  long: true,
  figures: blastFigures,
  async run(subject, tools) {
    const target = new URL(subject.deployment.url).host;
    const limited = await letLoose(
      { orders: ordersOf(subject, tools), target, renew: () => tools.units.renew() },
      tools,
    );
    const reason = await whyNoOuterGroup(tools);
    const unlimited = reason ?? (await effectsWithoutLimits(subject, tools, target));
    return merged(observed("limited", limited), observed("unlimited", unlimited));
  },
};

async function effectsWithoutLimits(subject: Subject, tools: Tools, target: string): Promise<Effects> {
  await tools.units.kill();
  const made = await withoutLimits(subject, tools);
  const renew = async () => {
    for (const name of made.clones.names)
      await tools.api.call("POST", `/containers/${name}/kill`).catch(() => undefined);
    await made.clones.start();
  };
  try {
    return await letLoose({ orders: ordersOf(subject, tools, suffix), target, renew }, tools);
  } finally {
    await made.remove();
  }
}
