import type { Experiment } from "../contract.ts";

export const shutdown: Experiment = {
  name: "shutdown",
  title: "Shutdown",
  question: "What happens at stop: who is told, in which order, how long does it take, what is lost?",
  method:
    "The engine stops every container, in reverse order, while 100 requests per second arrive; the services' own logs tell which signal each one got and when. Then, each time from a fresh start: HUP, INT and KILL to the first process, 5 s to see whether the container ends; and a stop 0.3 s after start.",
  excludes: "Requests that take longer than the grace period.",
  kind: "categorical",
  workload: "hello",
  besideOthers: true,
  figures: {
    "stop.seconds": { title: "stopping takes", unit: "s", better: "lower" },
    "stop.exitCode": { title: "exit code of the server's container", unit: "exit-code", better: "lower" },
    "stop.killed": { title: "the engine had to kill", unit: "yes-no", better: "no" },
    "stop.told.server": { title: "the server got its stop signal", unit: "yes-no", better: "yes" },
    "stop.told.client": { title: "the client got its stop signal", unit: "yes-no", better: "yes" },
    "stop.order": { title: "order in which they ended", unit: "text", better: "none" },
    "stop.lost": { title: "requests under way that were lost", unit: "count", better: "lower" },
    "hup.stops": { title: "HUP to the first process ends the container", unit: "yes-no", better: "none" },
    "hup.told": { title: "after HUP the server ended by its own stop signal", unit: "yes-no", better: "none" },
    "int.stops": { title: "INT to the first process ends the container", unit: "yes-no", better: "none" },
    "int.told": { title: "after INT the server ended by its own stop signal", unit: "yes-no", better: "none" },
    "kill.restarted": {
      title: "after KILL of the container the engine starts it again",
      unit: "yes-no",
      better: "none",
    },
    "early.seconds": { title: "a stop right after start takes", unit: "s", better: "lower" },
    "early.exitCode": { title: "its exit code", unit: "exit-code", better: "lower" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
