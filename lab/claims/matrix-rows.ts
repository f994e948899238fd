import type { Analysis } from "../analysis/contract.ts";
import { compared, isSo, numberIs } from "./deciding.ts";
import { column, type RowPlan } from "./matrix-row.ts";
import { separate, supervisord, systemd } from "./subjects.ts";

/** The thirteen rows. */
export const matrixRows: readonly RowPlan[] = [
  {
    aspect: "Complexity",
    shown: [
      { label: "configuration", figure: "complexity/lines.configuration" },
      { label: "run settings", figure: "complexity/orchestration" },
      { label: "processes", figure: "complexity/processes" },
    ],
    columns: [column("Very High", ["000-5"]), column("Medium", ["000-5"]), column("Low per container", ["000-5"])],
  },
  {
    aspect: "Security",
    shown: [
      { label: "hardening facts that hold", figure: "posture/checks" },
      { label: "root's capabilities", figure: "posture/root.capabilities" },
      { label: "devices that root can open", figure: "posture/deviceShare" },
    ],
    columns: [
      column("Very Low", ["000-4"]),
      column("Medium", [], (analysis) => [
        compared(analysis, "posture/checks", supervisord, "higher", systemd),
        compared(analysis, "posture/checks", supervisord, "lower", separate),
      ]),
      column("High", ["000-17"], (analysis) => [compared(analysis, "posture/checks", separate, "higher", supervisord)]),
    ],
  },
  {
    aspect: "Privileges required",
    shown: [
      { label: "privileged", figure: "posture/privileged" },
      { label: "mounted host folders", figure: "posture/hostMounts" },
    ],
    columns: [
      column("--privileged", ["000-3"]),
      column("None", [], (analysis) => noGrants(analysis, supervisord)),
      column("None", [], (analysis) => noGrants(analysis, separate)),
    ],
  },
  {
    aspect: "Memory usage",
    shown: [
      { label: "in the containers", figure: "memory/idle.inside" },
      { label: "with Docker's processes", figure: "memory/idle.engine" },
      { label: "in a crowd", figure: "memory/crowd.engine" },
    ],
    columns: [column("Low", ["000-1"]), column("Low", ["000-1"]), column("Higher", ["000-1"])],
  },
  {
    aspect: "Network performance",
    shown: [
      { label: "p50, new connection", figure: "latency/services.new.p50" },
      { label: "p50, kept connection", figure: "latency/services.kept.p50" },
    ],
    columns: [column("Fastest", ["000-2"]), column("Fastest", ["000-2"]), column("Slightly slower", ["000-2"])],
  },
  {
    aspect: "Isolation",
    shown: [
      { label: "undeclared ports", figure: "posture/undeclared" },
      { label: "host mounts that root can write to", figure: "posture/root.hostWrites" },
      { label: "requests lost to a fork bomb", figure: "blast/forks.deployed.failed" },
    ],
    columns: [
      column("Broken", ["000-4"]),
      column("Weak", ["001-7", "001-8"]),
      column("Strong", ["000-9", "001-7", "001-8"]),
    ],
  },
  {
    aspect: "Scalability",
    shown: [
      { label: "a worker can be added inside", figure: "scaling/inside.possible" },
      { label: "the entry restarts for it", figure: "scaling/inside.restarted" },
    ],
    columns: [column("Cannot", ["000-6"]), column("Cannot", ["000-6"]), column("Can", ["000-6"])],
  },
  {
    aspect: "Deployment",
    shown: [
      { label: "entry restarts with the peer", figure: "update/entry.restarted" },
      { label: "requests lost", figure: "update/lost" },
      { label: "longest outage", figure: "update/outage" },
    ],
    columns: [
      column("Single unit", ["000-7"]),
      column("Single unit", ["000-7"]),
      column("Independent units", ["000-7"]),
    ],
  },
  {
    aspect: "Debugging",
    shown: [
      { label: "lines attributable", figure: "logs/attributable" },
      { label: "lost", figure: "logs/lost" },
      { label: "merged or torn", figure: "logs/merged" },
    ],
    columns: [column("Medium", ["000-8"]), column("Harder", ["000-8"]), column("Easiest", ["000-8", "001-5"])],
  },
  {
    aspect: "Docker best practices",
    shown: [
      { label: "processes", figure: "complexity/processes" },
      { label: "not the services'", figure: "complexity/supervising" },
      { label: "containers", figure: "complexity/containers" },
    ],
    columns: [column("Violates severely", ["000-12"]), column("Violates", ["000-12"]), column("Follows", ["000-12"])],
  },
  {
    aspect: "Production ready",
    shown: [
      { label: "privileged", figure: "posture/privileged" },
      { label: "a container runs as root", figure: "posture/rootContainer" },
      { label: "undeclared ports", figure: "posture/undeclared" },
    ],
    columns: [column("NO", ["000-13"]), column("Not recommended", ["000-13"]), column("YES", ["000-13"])],
  },
  {
    aspect: "Portability",
    shown: [
      { label: "privileged", figure: "posture/privileged" },
      { label: "mounted host folders", figure: "posture/hostMounts" },
    ],
    columns: [column("Poor", ["000-11"]), column("Good", ["000-11"]), column("Excellent", ["000-11"])],
  },
  {
    aspect: "Service management",
    shown: [
      { label: "entry comes back", figure: "recovery/entry.back" },
      { label: "after", figure: "recovery/entry.outage" },
      { label: "gets its stop signal", figure: "shutdown/stop.told.entry" },
    ],
    columns: [
      column("Rich", ["000-10", "000-20"]),
      column("Basic", ["000-10", "000-20"]),
      column("Native Docker", ["000-10"]),
    ],
  },
];

/** Neither a privileged container nor folders of the host. */
function noGrants(analysis: Analysis, subject: string) {
  return [
    isSo(analysis, "posture/privileged", subject, false),
    numberIs(analysis, "posture/hostMounts", subject, { atMost: 0 }),
  ];
}

/** The columns, in the order of the original. */
export const matrixColumns = [systemd, supervisord, separate];
