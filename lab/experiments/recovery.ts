import type { Experiment } from "../contract.ts";

export const recovery: Experiment = {
  name: "recovery",
  title: "Recovery",
  question: "A process dies at once: until when does nothing answer, and what is lost meanwhile?",
  method:
    "While 100 requests per second arrive from the host, the main process of a service, the first process of its container, or the container (docker kill) is killed with KILL. Outage: from the kill to the first good answer after which 1 s passes without a failure, at most 15 s.",
  excludes: "Hosts that fail. Repeated failures, after which supervisors and engine wait longer.",
  kind: "steady",
  workload: "hello",
  besideOthers: false,
  figures: {
    "server.outage": { title: "server killed: no answer for", unit: "ms", better: "lower" },
    "server.lost": { title: "server killed: requests lost", unit: "count", better: "lower" },
    "server.back": { title: "server killed: it comes back", unit: "yes-no", better: "yes" },
    "client.back": { title: "client killed: it polls again", unit: "yes-no", better: "yes" },
    "client.outage": { title: "client killed: it polls again after", unit: "ms", better: "lower" },
    "client.lost": { title: "client killed: requests to the server lost", unit: "count", better: "lower" },
    "first.outage": {
      title: "first process of the server's container killed: no answer for",
      unit: "ms",
      better: "lower",
    },
    "first.lost": { title: "first process killed: requests lost", unit: "count", better: "lower" },
    "first.back": { title: "first process killed: it comes back", unit: "yes-no", better: "yes" },
    "container.back": { title: "docker kill of the server's container: it comes back", unit: "yes-no", better: "none" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
