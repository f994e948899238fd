import { setTimeout as pause } from "node:timers/promises";
import type { Experiment } from "../contract.ts";
import { usageOf } from "../instruments/usage.ts";

export const memory: Experiment = {
  name: "memory",
  title: "Memory",
  question: "How much memory does the whole deployment need, idle and under load?",
  method:
    "All other deployments are stopped, since PSS divides a page among all processes that map it. All containers are restarted and idle for 1 s after they are healthy. Then anonymous memory and working set (usage without inactive file pages) are read from the cgroups, and PSS from every process, and added up over the containers. The same is done under 100 requests per second. Processes outside that run for the containers (shims, port proxies) are charged by their PSS.",
  excludes:
    "The Docker daemon, which all approaches share; pages shared with containers outside the lab, if the host has any from the same images; page cache of files that several containers use: the kernel charges the container that reads a file first.",
  kind: "steady",
  about: ["entry"],
  besideOthers: false,
  othersStopped: true,
  begins: "as left",
  figures: {
    "idle.charged": { title: "memory at idle (PSS, with shims and port proxies)", unit: "bytes", better: "lower" },
    "idle.pss": { title: "memory at idle (PSS, in the containers)", unit: "bytes", better: "lower" },
    "idle.outside": { title: "memory at idle (PSS, shims and port proxies)", unit: "bytes", better: "lower" },
    "idle.anonymous": { title: "anonymous memory at idle", unit: "bytes", better: "lower" },
    "idle.workingSet": { title: "working set at idle", unit: "bytes", better: "lower" },
    "load.charged": { title: "memory under load (PSS, with shims and port proxies)", unit: "bytes", better: "lower" },
    "load.anonymous": { title: "anonymous memory under load", unit: "bytes", better: "lower" },
    "load.workingSet": { title: "working set under load", unit: "bytes", better: "lower" },
    peak: { title: "largest usage since the start, with page cache", unit: "bytes", better: "lower" },
  },
  async run({ deployment }, { containers, host, load, signal }) {
    await containers.renew();
    await pause(settleMs, undefined, { signal });
    const sample = () => usageOf(containers, host, deployment);
    const idle = await sample();
    const requests = await load({ from: "host", rate: 100, seconds: 30 });
    await pause(loadMs, undefined, { signal });
    const busy = await sample();
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
