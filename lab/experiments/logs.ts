import type { Experiment, Observations } from "../contract.ts";
import { without } from "../instruments/missing.ts";
import type { CommonTools, Subject } from "../tools.ts";
import { countedBurst, type Written } from "./logs/burst.ts";
import { growthAsDeployed, growthUnlimited } from "./logs/growth.ts";
import { cpuBesideServices, isInDockersLog } from "./logs/handlers.ts";
import { trySyslog } from "./logs/syslog.ts";

export const logs: Experiment = {
  name: "logs",
  title: "Logs",
  question: "Can each line be attributed, and what happens at 10,000 lines a second?",
  method:
    "Every service that can write numbered lines on order writes lines of 100 bytes, all services at once, 10,000 a second each for 3 s. Then each service's log is read with its control command, and every line is looked for; docker logs is searched for lines of every service. Before and after, the processor time of the processes in the containers that are not the services' is read. Disk: the most that Docker's log files and the containers' own layers take in containers with the same settings, while one service writes 48 MB as fast as it can; the limit is per container. Without rotation: the same containers, created with no limit on their logs. Syslog: the same containers with Docker's syslog driver and a receiver on the host; attributable means by what precedes the line, not by the line itself.",
  excludes: "What a log collector adds.",
  kind: "categorical",
  about: ["misbehaves"],
  besideOthers: false,
  long: true,
  figures: {
    attributable: { title: "each line can be attributed to its service", unit: "yes-no", better: "yes" },
    written: { title: "lines written", unit: "lines", better: "none" },
    lost: { title: "lines lost", unit: "lines", better: "lower" },
    merged: { title: "lines merged or torn", unit: "lines", better: "lower" },
    rate: { title: "lines written per second", unit: "per-second", better: "higher" },
    slowest: { title: "time that the slowest service needed for 3 s of lines", unit: "s", better: "lower" },
    docker: { title: "docker logs has the lines of every service", unit: "yes-no", better: "yes" },
    "loggers.cpu": {
      title: "processor time in the containers beside the services, for the lines",
      unit: "ms",
      better: "lower",
    },
    "disk.rotated": {
      title: "most log data on disk as deployed, while 48 MB are written",
      unit: "bytes",
      better: "lower",
    },
    "disk.unlimited": {
      title: "most log data on disk without rotation, while 48 MB are written",
      unit: "bytes",
      better: "none",
    },
    "syslog.works": { title: "syslog with one setting works", unit: "yes-no", better: "yes" },
    "syslog.attributable": {
      title: "each syslog message can be attributed to its service",
      unit: "yes-no",
      better: "yes",
    },
  },
  async elsewhere(subject, tools) {
    const { values } = await underBurst(subject, tools);
    return {
      values,
      missing: {
        docker: "docker logs reads containers of Docker alone.",
        ...without(["disk.rotated", "disk.unlimited"], noCopies),
        ...without(["syslog.works", "syslog.attributable"], noSyslog),
      },
    };
  },
  async run(subject, tools) {
    const { values, written } = await underBurst(subject, tools);
    const docker = await isInDockersLog(tools, written.bursts);
    const rotated = await growthAsDeployed(subject, tools);
    // At the same time, since both mostly wait for containers to start.
    const [unlimited, found] = await both(growthUnlimited(subject, tools), trySyslog(subject, tools));
    const { works, attributable, ...syslog } = found;
    return {
      values: {
        ...values,
        docker,
        "disk.rotated": rotated,
        "disk.unlimited": unlimited,
        "syslog.works": works,
        "syslog.attributable": attributable,
      },
      details: { syslog },
    };
  },
};

const noCopies =
  "Disk space is watched at copies of the containers, which the Engine API makes; the verbs make no copies.";
const noSyslog = "Logs are sent to syslog by a log driver of Docker, which this system does not have.";

/** Has services write lines at the same time, and looks for each of them in the services' logs. */
async function underBurst(
  subject: Subject,
  tools: CommonTools,
): Promise<Pick<Observations, "values"> & { readonly written: Written }> {
  const before = await cpuBesideServices(subject, tools);
  const { written, account } = await countedBurst(subject, tools, { lines: 30_000, bytes: 100, rate: 10_000 });
  const cpu = (await cpuBesideServices(subject, tools)) - before;
  const lines = written.bursts.reduce((sum, burst) => sum + burst.lines, 0);
  const took = written.reports.map(({ began, ended }) => ended - began);
  const span =
    Math.max(...written.reports.map(({ ended }) => ended)) - Math.min(...written.reports.map(({ began }) => began));
  const values = {
    attributable: account.attributable,
    written: lines,
    lost: account.lost,
    merged: account.broken,
    rate: lines / span,
    slowest: Math.max(...took),
    "loggers.cpu": Math.max(0, cpu),
  };
  return { values, written };
}

/** Waits for both, even if one fails, since each removes what it created. */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
