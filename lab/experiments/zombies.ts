import type { Experiment } from "../contract.ts";

export const zombies: Experiment = {
  name: "zombies",
  title: "Orphans",
  question: "What becomes of processes whose parent is gone?",
  method:
    "In the server's surroundings 200 processes are orphaned one after another, each ending at once; zombies in the container are counted every 0.2 s for up to 10 s.",
  excludes: "Orphans that go on running.",
  kind: "categorical",
  workload: "hello",
  besideOthers: true,
  figures: {
    made: { title: "orphans made", unit: "count", better: "none" },
    refused: { title: "that could not be made for want of processes", unit: "count", better: "lower" },
    most: { title: "most zombies at once", unit: "count", better: "lower" },
    left: { title: "zombies left after 10 s", unit: "count", better: "lower" },
    goneAfter: { title: "last zombie gone after", unit: "ms", better: "lower" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
