import type { Experiment } from "../contract.ts";

export const logs: Experiment = {
  name: "logs",
  title: "Logs",
  question: "Can each line be attributed, and what happens at 10,000 lines a second?",
  method:
    "Both services write numbered lines of 100 bytes at once, 10,000 a second each for 3 s; afterwards each service's log is read by its control and every line looked for. Growth: bytes of the engine's log files before and after. Without rotation: the same containers, created with no limit on their log. Syslog: the same containers with the engine's syslog driver and a receiver on the host.",
  excludes: "What a log collector adds.",
  kind: "categorical",
  workload: "trouble",
  besideOthers: false,
  figures: {
    attributable: { title: "each line can be told to be of its service", unit: "yes-no", better: "yes" },
    written: { title: "lines written", unit: "lines", better: "none" },
    lost: { title: "lines lost", unit: "lines", better: "lower" },
    merged: { title: "lines merged or torn", unit: "lines", better: "lower" },
    rate: { title: "lines per second that were taken", unit: "per-second", better: "higher" },
    slowest: { title: "writing took, 3 s being on time", unit: "s", better: "lower" },
    "disk.rotated": { title: "growth on disk, as deployed", unit: "bytes", better: "lower" },
    "disk.unlimited": { title: "growth on disk, without rotation", unit: "bytes", better: "none" },
    "syslog.works": { title: "syslog with one setting works", unit: "yes-no", better: "yes" },
    "syslog.attributable": { title: "and tells the services apart", unit: "yes-no", better: "yes" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
