import type { Experiment } from "../contract.ts";

export const blast: Experiment = {
  name: "blast",
  title: "Blast radius",
  question: "One service goes wrong: what do the others feel?",
  method:
    "The companion service leaks memory, forks without end, fills its disk or spins on every processor, each for 4 s, while 100 requests per second go to the server. Limited: as deployed. Unlimited: containers with the same settings but without limits of their own, inside one control group of the lab's that bounds memory and processes, and a small file system as the disk.",
  excludes: "Noisy neighbours outside the deployment.",
  kind: "categorical",
  workload: "trouble",
  besideOthers: false,
  figures: {
    "memory.limited.failed": {
      title: "memory leak, limits as deployed: requests that failed",
      unit: "percent",
      better: "lower",
    },
    "memory.limited.p99": { title: "memory leak, limits as deployed: p99 of the others", unit: "ms", better: "lower" },
    "memory.limited.restarted": {
      title: "memory leak, limits as deployed: the server restarted",
      unit: "yes-no",
      better: "no",
    },
    "memory.unlimited.failed": {
      title: "memory leak, no limits but an outer one: requests that failed",
      unit: "percent",
      better: "lower",
    },
    "memory.unlimited.p99": {
      title: "memory leak, no limits but an outer one: p99 of the others",
      unit: "ms",
      better: "lower",
    },
    "memory.unlimited.restarted": {
      title: "memory leak, no limits but an outer one: the server restarted",
      unit: "yes-no",
      better: "no",
    },
    "forks.limited.failed": {
      title: "fork bomb, limits as deployed: requests that failed",
      unit: "percent",
      better: "lower",
    },
    "forks.limited.p99": { title: "fork bomb, limits as deployed: p99 of the others", unit: "ms", better: "lower" },
    "forks.limited.restarted": {
      title: "fork bomb, limits as deployed: the server restarted",
      unit: "yes-no",
      better: "no",
    },
    "forks.unlimited.failed": {
      title: "fork bomb, no limits but an outer one: requests that failed",
      unit: "percent",
      better: "lower",
    },
    "forks.unlimited.p99": {
      title: "fork bomb, no limits but an outer one: p99 of the others",
      unit: "ms",
      better: "lower",
    },
    "forks.unlimited.restarted": {
      title: "fork bomb, no limits but an outer one: the server restarted",
      unit: "yes-no",
      better: "no",
    },
    "disk.limited.failed": {
      title: "full disk, limits as deployed: requests that failed",
      unit: "percent",
      better: "lower",
    },
    "disk.limited.p99": { title: "full disk, limits as deployed: p99 of the others", unit: "ms", better: "lower" },
    "disk.limited.restarted": {
      title: "full disk, limits as deployed: the server restarted",
      unit: "yes-no",
      better: "no",
    },
    "disk.unlimited.failed": {
      title: "full disk, no limits but an outer one: requests that failed",
      unit: "percent",
      better: "lower",
    },
    "disk.unlimited.p99": {
      title: "full disk, no limits but an outer one: p99 of the others",
      unit: "ms",
      better: "lower",
    },
    "disk.unlimited.restarted": {
      title: "full disk, no limits but an outer one: the server restarted",
      unit: "yes-no",
      better: "no",
    },
    "cpu.limited.failed": {
      title: "busy loop, limits as deployed: requests that failed",
      unit: "percent",
      better: "lower",
    },
    "cpu.limited.p99": { title: "busy loop, limits as deployed: p99 of the others", unit: "ms", better: "lower" },
    "cpu.limited.restarted": {
      title: "busy loop, limits as deployed: the server restarted",
      unit: "yes-no",
      better: "no",
    },
    "cpu.unlimited.failed": {
      title: "busy loop, no limits but an outer one: requests that failed",
      unit: "percent",
      better: "lower",
    },
    "cpu.unlimited.p99": {
      title: "busy loop, no limits but an outer one: p99 of the others",
      unit: "ms",
      better: "lower",
    },
    "cpu.unlimited.restarted": {
      title: "busy loop, no limits but an outer one: the server restarted",
      unit: "yes-no",
      better: "no",
    },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
