import type { Experiment } from "../contract.ts";

export const complexity: Experiment = {
  name: "complexity",
  title: "Complexity",
  question: "How much is there to write, to run and to understand?",
  method:
    "The rendered build contexts and the deployment are counted: files and lines apart from the services' own sources, instructions of Dockerfiles, resources that Pulumi manages, processes inside the containers (health checks aside) and outside for them (shims, port proxies), packages beyond the base image's.",
  excludes: "How hard each line is to understand, and what is inside the packages.",
  kind: "categorical",
  workload: "hello",
  besideOthers: true,
  figures: {
    files: { title: "rendered files", unit: "count", better: "lower" },
    lines: { title: "rendered lines", unit: "lines", better: "lower" },
    languages: { title: "kinds of rendered files", unit: "count", better: "lower" },
    steps: { title: "instructions of Dockerfiles", unit: "count", better: "lower" },
    resources: { title: "resources in the stack", unit: "count", better: "lower" },
    containers: { title: "containers", unit: "count", better: "none" },
    processes: { title: "processes in the containers", unit: "count", better: "lower" },
    supervising: { title: "of these, not the services' own", unit: "count", better: "lower" },
    outside: { title: "processes outside for them", unit: "count", better: "lower" },
    packages: { title: "packages beyond the base image's", unit: "count", better: "lower" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
