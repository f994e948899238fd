import type { Experiment, Observations } from "../contract.ts";
import { containerOf } from "../deployment.ts";
import { askAsService } from "../instruments/programs.ts";
import type { CommonTools, Subject } from "../tools.ts";

const orphans = 200;
const seconds = 10;
const every = 0.2;

export const zombies: Experiment = {
  name: "zombies",
  title: "Orphans",
  question: "Are orphaned processes reaped?",
  method: `With the entry's user and environment, ${orphans} processes become orphans one after another, and each ends at once. Zombies in the container are counted every ${every} s, meanwhile and for up to ${seconds} s afterwards.`,
  excludes: "Orphans that keep running.",
  kind: "categorical",
  about: ["entry"],
  besideOthers: false,
  figures: {
    made: { title: "orphans made", unit: "count", better: "none" },
    refused: { title: "orphans refused by the process limit", unit: "count", better: "lower" },
    most: { title: "most zombies at once", unit: "count", better: "lower" },
    left: { title: "zombies left after 10 s", unit: "count", better: "lower" },
    goneAfter: { title: "last zombie gone after", unit: "ms", better: "lower" },
  },
  async run(subject, tools) {
    const container = containerOf(subject.deployment, subject.workload.entry.service);
    const observed = await counted(subject, tools);
    const limit = await tools.docker.run(["inspect", "--format", "{{.HostConfig.PidsLimit}}", container]);
    return { ...observed, details: { ...observed.details, processLimit: Number(limit) } };
  },
  elsewhere: counted,
};

/** What orphans.py prints; `goneAfter` in seconds, as a multiple of `every`. */
interface Found {
  readonly made: number;
  readonly refused: number;
  readonly before: number;
  readonly most: number;
  readonly left: number;
  readonly goneAfter: number | null;
}

async function counted({ workload: { entry } }: Subject, tools: CommonTools): Promise<Observations> {
  const found = await askAsService<Found>(tools, entry.service, "orphans", { orphans, seconds, every });
  const { made, refused, before, most, left, goneAfter } = found;
  const missing = { goneAfter: `${left} zombies were still there ${seconds} s after the last orphan.` };
  return {
    values: { made, refused, most, left, ...(goneAfter === null ? {} : { goneAfter: Math.round(goneAfter * 1000) }) },
    ...(goneAfter === null ? { missing } : {}),
    details: { zombiesBefore: before },
  };
}
