import type { Criterion } from "./contract.ts";

const faults = ["memory", "forks", "disk", "cpu"];

/** Everything that the ranking knows to choose by. */
export const criteria: readonly Criterion[] = [
  {
    name: "memory",
    title: "Memory",
    formula: "lowest of all / this one, idle and under load, everything charged",
    parts: [
      { figure: "memory/idle.charged", how: "low" },
      { figure: "memory/load.charged", how: "low" },
    ],
  },
  {
    name: "start",
    title: "Start",
    formula: "shortest of all / this one, for create and for restart, to the first answer",
    parts: [
      { figure: "startup/create.answer", how: "low" },
      { figure: "startup/restart.answer", how: "low" },
    ],
  },
  {
    name: "latency",
    title: "Latency",
    formula: "shortest of all / this one, for p50 and p99 between the services and to the published port",
    parts: [
      { figure: "latency/services.p50", how: "low" },
      { figure: "latency/services.p99", how: "low" },
      { figure: "latency/published.p50", how: "low" },
      { figure: "latency/published.p99", how: "low" },
    ],
  },
  {
    name: "images",
    title: "Images",
    formula: "smallest of all / this one, for what only this approach has and for what is left when slimmed",
    parts: [
      { figure: "image/unique", how: "low" },
      { figure: "image/slim", how: "low" },
    ],
  },
  {
    name: "recovery",
    title: "Recovery",
    formula:
      "(shortest outage + 100 ms) / (this one + 100 ms) when the entry and when the first process is killed, 0 where it does not come back; and whether the peer comes back",
    parts: [
      { figure: "recovery/entry.outage", how: "low", slack: 100, onlyIf: "recovery/entry.back" },
      { figure: "recovery/first.outage", how: "low", slack: 100, onlyIf: "recovery/first.back" },
      { figure: "recovery/peer.back", how: "yes" },
    ],
  },
  {
    name: "shutdown",
    title: "Shutdown",
    formula:
      "both services are told (1 each), nothing has to be killed (1), (shortest stop + 1 s) / (this one + 1 s), (fewest requests lost + 1) / (these + 1)",
    parts: [
      { figure: "shutdown/stop.told.entry", how: "yes" },
      { figure: "shutdown/stop.told.peer", how: "yes" },
      { figure: "shutdown/stop.killed", how: "no" },
      { figure: "shutdown/stop.seconds", how: "low", slack: 1 },
      { figure: "shutdown/stop.lost", how: "low", slack: 1 },
    ],
  },
  {
    name: "security",
    title: "Security",
    formula:
      "share of hardening checks passed; no privileged container (1); (fewest + 1) / (this one + 1) for host devices that open and mounts of the host's that root can write to",
    parts: [
      { figure: "posture/score", how: "percent" },
      { figure: "posture/privileged", how: "no" },
      { figure: "posture/root.devices", how: "low", slack: 1 },
      { figure: "posture/root.hostWrites", how: "low", slack: 1 },
    ],
  },
  {
    name: "isolation",
    title: "Isolation of services",
    formula:
      "share of requests that still succeed while the other service leaks memory, forks, fills the disk or spins, with the limits as deployed; (fewest + 1) / (this one + 1) undeclared ports that answer",
    parts: [
      ...faults.map((fault) => ({ figure: `blast/${fault}.limited.failed`, how: "percent-lost" as const })),
      { figure: "posture/undeclared", how: "low", slack: 1 },
    ],
  },
  {
    name: "complexity",
    title: "Simplicity",
    formula: "fewest of all / this one, for rendered lines, rendered files, processes inside and packages",
    parts: [
      { figure: "complexity/lines", how: "low" },
      { figure: "complexity/files", how: "low" },
      { figure: "complexity/processes", how: "low" },
      { figure: "complexity/packages", how: "low", slack: 1 },
    ],
  },
  {
    name: "update",
    title: "Update",
    formula:
      "the entry stays up when the peer changes (1); (shortest outage + 100 ms) / (this one + 100 ms); (fewest requests lost + 10) / (these + 10)",
    parts: [
      { figure: "update/entry.restarted", how: "no" },
      { figure: "update/outage", how: "low", slack: 100 },
      { figure: "update/lost", how: "low", slack: 10 },
    ],
  },
  {
    name: "scaling",
    title: "Scaling",
    formula: "one service can be added alone (1); least memory and shortest time per copy of all / this one",
    parts: [
      { figure: "scaling/alone", how: "yes" },
      { figure: "scaling/perPeer.memory", how: "low" },
      { figure: "scaling/perPeer.ms", how: "low" },
    ],
  },
  {
    name: "logs",
    title: "Logs",
    formula: "each line can be attributed (1); share of lines that are not lost; share of lines that are not torn",
    parts: [
      { figure: "logs/attributable", how: "yes" },
      { figure: "logs/lost", how: "lost-of", whole: "logs/written" },
      { figure: "logs/merged", how: "lost-of", whole: "logs/written" },
    ],
  },
];
