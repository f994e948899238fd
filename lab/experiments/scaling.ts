import type { Experiment } from "../contract.ts";

export const scaling: Experiment = {
  name: "scaling",
  title: "Scaling",
  question: "What does one more client cost, and can the client be scaled without the server?",
  method:
    "Up to 20 more copies of the smallest set of containers that has the client in it are created by the engine's API with the same settings, without a published port; the memory that they are charged with (as in the experiment memory), their processes and the time until the last one runs are taken at 1, 5 and 20.",
  excludes: "Changing the rendered configuration to start more processes inside a container, which needs a new image.",
  kind: "categorical",
  workload: "hello",
  besideOthers: false,
  figures: {
    alone: { title: "clients can be added without another server", unit: "yes-no", better: "yes" },
    reached: { title: "copies that ran", unit: "count", better: "higher" },
    "perClient.memory": { title: "memory per copy", unit: "bytes", better: "lower" },
    "perClient.processes": { title: "processes per copy, outside ones too", unit: "count", better: "lower" },
    "perClient.ms": { title: "time per copy", unit: "ms", better: "lower" },
    containers: { title: "containers per copy", unit: "count", better: "lower" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
