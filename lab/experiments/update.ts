import type { Experiment } from "../contract.ts";

export const update: Experiment = {
  name: "update",
  title: "Update",
  question: "One service's code changes under load: what restarts, and what is lost?",
  method:
    "A comment is added to the client's source and pulumi up runs, while 100 requests per second arrive at the published port.",
  excludes: "Rolling updates behind a load balancer, which none of these approaches has.",
  kind: "steady",
  workload: "hello",
  besideOthers: false,
  figures: {
    deploy: { title: "pulumi up takes", unit: "s", better: "lower" },
    "server.restarted": { title: "the server restarts although only the client changed", unit: "yes-no", better: "no" },
    outage: { title: "longest time without an answer", unit: "ms", better: "lower" },
    lost: { title: "requests lost", unit: "count", better: "lower" },
    containers: { title: "containers replaced", unit: "count", better: "lower" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
