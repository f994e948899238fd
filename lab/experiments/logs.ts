import type { Experiment } from "../contract.ts";
import { countedBurst } from "./logs/burst.ts";
import { growthAsDeployed, growthUnlimited } from "./logs/growth.ts";
import { trySyslog } from "./logs/syslog.ts";

export const logs: Experiment = {
  name: "logs",
  title: "Logs",
  question: "Can each line be attributed, and what happens at 10,000 lines a second?",
  method:
    "Every service that can be told to writes numbered lines of 100 bytes, all at once, 10,000 a second each for 3 s; afterwards each service's log is read by its control and every line looked for. Disk: the most that the engine's log files (and the containers' own layers) of containers with the same settings take while one service writes 48 MB as fast as it can; the limit is per container. Without rotation: the same containers, created with no limit on their log. Syslog: the same containers with the engine's syslog driver and a receiver on the host; told apart means by what stands before the line, not by the line.",
  excludes: "What a log collector adds.",
  kind: "categorical",
  about: ["misbehaves"],
  besideOthers: false,
  long: true,
  figures: {
    attributable: { title: "each line can be told to be of its service", unit: "yes-no", better: "yes" },
    written: { title: "lines written", unit: "lines", better: "none" },
    lost: { title: "lines lost", unit: "lines", better: "lower" },
    merged: { title: "lines merged or torn", unit: "lines", better: "lower" },
    rate: { title: "lines per second that were taken", unit: "per-second", better: "higher" },
    slowest: { title: "writing took, 3 s being on time", unit: "s", better: "lower" },
    "disk.rotated": { title: "most on disk while 48 MB are written, as deployed", unit: "bytes", better: "lower" },
    "disk.unlimited": {
      title: "most on disk while 48 MB are written, without rotation",
      unit: "bytes",
      better: "none",
    },
    "syslog.works": { title: "syslog with one setting works", unit: "yes-no", better: "yes" },
    "syslog.attributable": { title: "and tells the services apart", unit: "yes-no", better: "yes" },
  },
  async run(subject, tools) {
    const { written, account } = await countedBurst(subject, tools, { lines: 30_000, bytes: 100, rate: 10_000 });
    const rotated = await growthAsDeployed(subject, tools);
    // Both mostly wait for containers to start.
    const [unlimited, found] = await both(growthUnlimited(subject, tools), trySyslog(subject, tools));
    const { works, attributable, ...syslog } = found;
    const lines = written.bursts.reduce((sum, burst) => sum + burst.lines, 0);
    const took = written.reports.map(({ began, ended }) => ended - began);
    const span =
      Math.max(...written.reports.map(({ ended }) => ended)) - Math.min(...written.reports.map(({ began }) => began));
    return {
      values: {
        attributable: account.attributable,
        written: lines,
        lost: account.lost,
        merged: account.broken,
        rate: lines / span,
        slowest: Math.max(...took),
        "disk.rotated": rotated,
        "disk.unlimited": unlimited,
        "syslog.works": works,
        "syslog.attributable": attributable,
      },
      details: { syslog },
    };
  },
};

/** Waits for both, also where one fails: each removes what it has made. */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
