import type { Experiment, Observations } from "../contract.ts";
import { hiddenPages, inGuest, present, unaccounted, ungrouped, without } from "../instruments/missing.ts";
import { groupOf, usageOf, type Usage } from "../instruments/usage.ts";
import type { CommonTools, Subject } from "../tools.ts";
import { crowdOf, type Crowd } from "./memory/crowd.ts";

const divided =
  "It was PSS, which divides a page among all processes that map it, also those of the lab's own probes and of other deployments: so it depended on what ran beside, and was lower under load than idle.";

export const memory: Experiment = {
  name: "memory",
  title: "Memory",
  question: "How much memory does the whole deployment need, idle and under load?",
  method:
    "Deployments that are not measured are stopped, and at most three are measured at a time. All containers are restarted; once the same processes have run for a second and their anonymous memory stands still (or after 10 s: the details say so), the distinct physical pages that they map are counted from /proc/PID/pagemap: a page that several of them share counts once, and who else maps it, such as the lab's own probe, does not matter. With Docker's processes means the pages of these and of the shims and port proxies that run for the containers. Anonymous memory, working set (usage without inactive file pages) and kernel memory are read from the cgroups. The same is done under 100 requests per second. Then two copies of the whole deployment are started through the Engine API, with ports of their own, and the pages of one, two and three deployments are counted: the share in a crowd of 20 is that of the first plus 19 times what a further one adds, divided by 20. The experiment scaling counts 20 real copies.",
  excludes:
    "The Docker daemon and containerd, which all deployments share; files in the page cache that no process maps; processes of health checks, except in what cgroups count; what no cgroup accounts for, such as network namespaces, bridges and most of what Docker has the kernel do for a container before PID 1 runs.",
  kind: "steady",
  about: ["entry"],
  // Distinct pages do not depend on what runs beside.
  besideOthers: true,
  othersStopped: true,
  begins: "as left",
  figures: {
    "idle.inside": { title: "memory at idle, in the containers", unit: "bytes", better: "lower" },
    "idle.engine": { title: "memory at idle, with Docker's processes", unit: "bytes", better: "lower" },
    "idle.anonymous": { title: "anonymous memory at idle", unit: "bytes", better: "lower" },
    "idle.workingSet": { title: "working set at idle", unit: "bytes", better: "lower" },
    "idle.kernel": { title: "kernel memory at idle, in the containers' cgroups", unit: "bytes", better: "lower" },
    "load.inside": { title: "memory under load, in the containers", unit: "bytes", better: "lower" },
    "load.engine": { title: "memory under load, with Docker's processes", unit: "bytes", better: "lower" },
    "load.anonymous": { title: "anonymous memory under load", unit: "bytes", better: "lower" },
    "load.workingSet": { title: "working set under load", unit: "bytes", better: "lower" },
    "crowd.engine": {
      title: "memory of each of 20 equal deployments, with Docker's processes",
      unit: "bytes",
      better: "lower",
    },
    peak: { title: "largest usage since the start, with page cache", unit: "bytes", better: "lower" },
    "idle.charged": { title: "memory at idle (PSS, all)", unit: "bytes", better: "lower", withdrawn: divided },
    "idle.pss": {
      title: "memory at idle (PSS, in the containers)",
      unit: "bytes",
      better: "lower",
      withdrawn: divided,
    },
    "idle.outside": { title: "memory at idle (PSS, outside)", unit: "bytes", better: "lower", withdrawn: divided },
    "load.charged": { title: "memory under load (PSS, all)", unit: "bytes", better: "lower", withdrawn: divided },
  },
  async run(subject, tools) {
    const { idle, busy } = await sampled(subject, tools);
    return observed(idle, busy, await crowdOf(subject.deployment, tools, idle), false);
  },
  async elsewhere(subject, tools) {
    const { idle, busy } = await sampled(subject, tools);
    const { values, missing, details } = observed(
      idle,
      busy,
      { share: undefined, details: {} },
      tools.containers.inGuest,
    );
    return { values, missing: { ...missing, ...without(["crowd.engine"], noCopies) }, details: { ...details } };
  },
};

const noCopies =
  "Copies of a deployment beside it are made by the Engine API; the experiment density deploys them by Pulumi, on every system.";

async function sampled({ deployment }: Subject, { containers, host, load }: CommonTools) {
  await containers.renew();
  const sample = () => usageOf(containers, host, groupOf(containers, deployment), { settle: "quiet" });
  const idle = await sample();
  const requests = await load({ from: "host", rate: 100, seconds: 60 });
  const busy = await sample();
  await requests.stop();
  return { idle, busy };
}

const ofCgroups = ["idle.anonymous", "idle.workingSet", "load.anonymous", "load.workingSet", "peak"];

function observed(idle: Usage, busy: Usage, crowd: Crowd, guest: boolean): Observations {
  const { values, missing } = present(
    {
      "idle.inside": idle.inside,
      "idle.engine": idle.engine,
      "idle.kernel": idle.kernel,
      "load.inside": busy.inside,
      "load.engine": busy.engine,
      "crowd.engine": crowd.share,
      "idle.anonymous": idle.anonymous,
      "idle.workingSet": idle.workingSet,
      "load.anonymous": busy.anonymous,
      "load.workingSet": busy.workingSet,
      peak: busy.peak,
    },
    (figure) => {
      if (figure === "idle.kernel") return unaccounted;
      if (ofCgroups.includes(figure)) return ungrouped;
      return guest ? inGuest : hiddenPages;
    },
  );
  return { values, missing, details: { idle, busy, crowd: crowd.details } };
}
