import { setTimeout as pause } from "node:timers/promises";
import type { Experiment } from "../contract.ts";
import { usageOf } from "../instruments/usage.ts";

export const memory: Experiment = {
  name: "memory",
  title: "Memory",
  question: "How much memory does the whole deployment need, idle and under load?",
  method:
    "All other deployments are stopped, since PSS shares pages with every process that has them mapped. All containers are started anew and left alone for 1 s once they are healthy; then counted over all of them: anonymous memory and working set (usage without inactive file pages) from the control groups, PSS from every process. Again under 100 requests per second. What runs outside for them (shims, port proxies) is counted by its PSS and charged too.",
  excludes:
    "The engine itself, which all approaches share; pages that containers outside the lab share with these, if the host has any of the same images; page cache of files that several containers use: whoever reads them first is charged by the kernel.",
  kind: "steady",
  about: ["entry"],
  besideOthers: false,
  othersStopped: true,
  begins: "as left",
  withTwin: true,
  figures: {
    "idle.charged": { title: "idle: PSS inside and outside", unit: "bytes", better: "lower" },
    "idle.pss": { title: "idle: PSS of all processes inside", unit: "bytes", better: "lower" },
    "idle.outside": { title: "idle: PSS of shims and port proxies", unit: "bytes", better: "lower" },
    "idle.anonymous": { title: "idle: anonymous memory", unit: "bytes", better: "lower" },
    "idle.workingSet": { title: "idle: working set", unit: "bytes", better: "lower" },
    "load.charged": { title: "under load: PSS inside and outside", unit: "bytes", better: "lower" },
    "load.anonymous": { title: "under load: anonymous memory", unit: "bytes", better: "lower" },
    "load.workingSet": { title: "under load: working set", unit: "bytes", better: "lower" },
    peak: { title: "largest usage since the start, page cache included", unit: "bytes", better: "lower" },
  },
  async run({ deployment }, { containers, host, load, signal }) {
    await containers.renew();
    await pause(settleMs, undefined, { signal });
    const look = () => usageOf(containers, host, deployment);
    const idle = await look();
    const requests = await load({ from: "host", rate: 100, seconds: 30 });
    await pause(loadMs, undefined, { signal });
    const busy = await look();
    await requests.stop();
    return {
      values: {
        "idle.charged": idle.pss + idle.outside,
        "idle.pss": idle.pss,
        "idle.outside": idle.outside,
        "idle.anonymous": idle.anonymous,
        "idle.workingSet": idle.workingSet,
        "load.charged": busy.pss + busy.outside,
        "load.anonymous": busy.anonymous,
        "load.workingSet": busy.workingSet,
        peak: busy.peak,
      },
    };
  },
};

const settleMs = 1_000;
const loadMs = 1_000;
