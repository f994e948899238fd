import type { Criterion } from "./contract.ts";

const faults = ["memory", "forks", "disk", "cpu"];

/** All criteria of the ranking. */
export const criteria: readonly Criterion[] = [
  {
    name: "memory",
    title: "Memory",
    formula: "lowest / this one, at idle and under load, with Docker's processes",
    parts: [
      { figure: "memory/idle.engine", how: "low" },
      { figure: "memory/load.engine", how: "low" },
    ],
  },
  {
    name: "start",
    title: "Start",
    formula: "shortest / this one, from create and from restart to the first answer",
    parts: [
      { figure: "startup/first.answer", how: "low" },
      { figure: "startup/again.answer", how: "low" },
    ],
  },
  {
    name: "latency",
    title: "Latency",
    formula:
      "shortest / this one, for p50 from the peer to the entry and from the host to the published port, on new and on kept connections",
    parts: [
      { figure: "latency/services.new.p50", how: "low" },
      { figure: "latency/services.kept.p50", how: "low" },
      { figure: "latency/published.new.p50", how: "low" },
      { figure: "latency/published.kept.p50", how: "low" },
    ],
  },
  {
    name: "images",
    title: "Images",
    formula: "smallest / this one, for layers that the base image does not have and for files that are opened",
    parts: [
      { figure: "image/unique", how: "low" },
      { figure: "image/slim", how: "low" },
    ],
  },
  {
    name: "recovery",
    title: "Recovery",
    formula:
      "(shortest outage + 100 ms) / (this one + 100 ms) after a kill of the entry and after a kill of PID 1, 0 if it does not come back; the peer comes back (1)",
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
      "each of the two services gets its stop signal (1 each); Docker does not have to send SIGKILL (1); (shortest stop + 1 s) / (this one + 1 s); (fewest requests lost + 1) / (these + 1)",
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
      "share of hardening facts that hold; no privileged container (1); (fewest + 1) / (these + 1) for host devices that root can open and for mounts of the host that root can write to",
    parts: [
      { figure: "posture/checks", how: "percent" },
      { figure: "posture/privileged", how: "no" },
      { figure: "posture/root.devices", how: "low", slack: 1 },
      { figure: "posture/root.hostWrites", how: "low", slack: 1 },
    ],
  },
  {
    name: "isolation",
    title: "Isolation of services",
    formula:
      "share of requests that succeed during a memory leak, a fork bomb, a full disk and a busy loop in the other service, with the limits as deployed; (fewest + 1) / (these + 1) for undeclared ports that answer",
    parts: [
      ...faults.map((fault) => ({ figure: `blast/${fault}.deployed.failed`, how: "percent-lost" as const })),
      { figure: "posture/undeclared", how: "low", slack: 1 },
    ],
  },
  {
    name: "complexity",
    title: "Simplicity",
    formula: "fewest / these, for rendered lines, rendered files, processes in the containers and packages",
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
      "the entry does not restart when only the peer changes (1); (shortest outage + 100 ms) / (this one + 100 ms); (fewest requests lost + 10) / (these + 10)",
    parts: [
      { figure: "update/entry.restarted", how: "no" },
      { figure: "update/outage", how: "low", slack: 100 },
      { figure: "update/lost", how: "low", slack: 10 },
    ],
  },
  {
    name: "scaling",
    title: "Scaling",
    formula: "least / this one, for memory and time of one more container with the peer",
    parts: [
      { figure: "scaling/deployment.memory", how: "low" },
      { figure: "scaling/deployment.ms", how: "low" },
    ],
  },
  {
    name: "logs",
    title: "Logs",
    formula:
      "each line can be attributed to its service (1); share of lines that are not lost; share of lines that are not merged or torn",
    parts: [
      { figure: "logs/attributable", how: "yes" },
      { figure: "logs/lost", how: "lost-of", whole: "logs/written" },
      { figure: "logs/merged", how: "lost-of", whole: "logs/written" },
    ],
  },
];
