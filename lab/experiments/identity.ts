import type { Experiment } from "../contract.ts";

export const identity: Experiment = {
  name: "identity",
  title: "Identity",
  question: "Does a service know its host name, its public address and port, and does its host name resolve?",
  method:
    "A program with the service's user and surroundings asks the system for the host name, resolves it, and searches the variables and /etc/hosts for the published address and port.",
  excludes: "What an application could learn from an API of the engine that was given to it.",
  kind: "categorical",
  workload: "hello",
  besideOthers: true,
  figures: {
    "server.resolves": { title: "the server's own host name resolves", unit: "yes-no", better: "yes" },
    "client.resolves": { title: "the client's own host name resolves", unit: "yes-no", better: "yes" },
    "server.reachable": { title: "what it resolves to reaches the server", unit: "yes-no", better: "yes" },
    "server.knowsAddress": { title: "the server can find its public address", unit: "yes-no", better: "yes" },
    "server.knowsPort": { title: "the server can find its public port", unit: "yes-no", better: "yes" },
    named: { title: "the host name is a name, not a container's id", unit: "yes-no", better: "yes" },
    sameName: { title: "both services have one host name", unit: "yes-no", better: "none" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
