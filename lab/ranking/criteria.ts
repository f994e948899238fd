import type { Criterion, Part } from "./contract.ts";

const faults = ["memory", "forks", "disk", "cpu"];
const scaled = (figure: string, onlyIf?: string): Part => ({
  figure,
  how: "scale",
  ...(onlyIf === undefined ? {} : { onlyIf }),
});

/** All criteria of the ranking. Numbers become scores on the scales of the rules. */
export const criteria: readonly Criterion[] = [
  {
    name: "memory",
    title: "Memory",
    formula: "memory with Docker's processes for the containers, idle and under load",
    parts: [scaled("memory/idle.engine"), scaled("memory/load.engine")],
  },
  {
    name: "start",
    title: "Start",
    formula: "time from create and from a restart to the first answer",
    parts: [scaled("startup/first.answer"), scaled("startup/again.answer")],
  },
  {
    name: "latency",
    title: "Latency",
    formula: "p50 and p99 from the peer to the entry and from the host to the published port",
    parts: [
      scaled("latency/services.new.p50"),
      scaled("latency/published.new.p50"),
      scaled("tail/services.new.p99"),
      scaled("tail/published.new.p99"),
    ],
  },
  {
    name: "images",
    title: "Images",
    formula: "layers that the base image does not have, and files that are opened",
    parts: [scaled("image/unique"), scaled("image/slim")],
  },
  {
    name: "recovery",
    title: "Recovery",
    formula:
      "outage after a kill of the entry and after a kill of PID 1, 0 if it does not come back; the peer comes back (1)",
    parts: [
      scaled("recovery/entry.outage", "recovery/entry.back"),
      scaled("recovery/first.outage", "recovery/first.back"),
      { figure: "recovery/peer.back", how: "yes" },
    ],
  },
  {
    name: "shutdown",
    title: "Shutdown",
    formula:
      "each of the two services gets its stop signal (1 each); Docker does not have to send SIGKILL (1); time to stop; requests lost",
    parts: [
      { figure: "shutdown/stop.told.entry", how: "yes" },
      { figure: "shutdown/stop.told.peer", how: "yes" },
      { figure: "shutdown/stop.killed", how: "no" },
      scaled("shutdown/stop.seconds"),
      scaled("shutdown/stop.lost"),
    ],
  },
  {
    name: "security",
    title: "Security",
    formula:
      "share of hardening facts that hold; no privileged container (1); share of the host's devices that root cannot open; mounts of the host that root can write to",
    parts: [
      { figure: "posture/checks", how: "percent" },
      { figure: "posture/privileged", how: "no" },
      { figure: "posture/deviceShare", how: "percent-lost" },
      scaled("posture/root.hostWrites"),
    ],
  },
  {
    name: "isolation",
    title: "Isolation of services",
    formula:
      "share of requests that succeed during a memory leak, a fork bomb, a full disk and a busy loop in the other service, with the limits as deployed; p99 during the busy loop; undeclared ports that answer",
    parts: [
      ...faults.map((fault) => ({ figure: `blast/${fault}.deployed.failed`, how: "percent-lost" as const })),
      scaled("blast/cpu.deployed.p99"),
      scaled("posture/undeclared"),
    ],
  },
  {
    name: "complexity",
    title: "Simplicity",
    formula: "rendered lines and files, resources to deploy, processes in the containers, packages",
    parts: ["lines", "files", "resources", "processes", "packages"].map((name) => scaled(`complexity/${name}`)),
  },
  {
    name: "update",
    title: "Update",
    formula: "the entry does not restart when only the peer changes (1); outage; requests lost",
    parts: [{ figure: "update/entry.restarted", how: "no" }, scaled("update/outage"), scaled("update/lost")],
  },
  {
    name: "scaling",
    title: "Scaling",
    formula:
      "memory and time of a further peer: inside the container or as one more container, whichever is better; the entry does not restart when a container is added (1)",
    parts: [
      { figure: "scaling/inside.memory", how: "scale", or: "scaling/deployment.memory" },
      { figure: "scaling/inside.ms", how: "scale", or: "scaling/deployment.ms" },
      { figure: "scaling/deployment.restarted", how: "no" },
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
