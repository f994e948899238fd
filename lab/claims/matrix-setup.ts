import type { Analysis } from "../analysis/contract.ts";
import type { Statement } from "./contract.ts";
import { calculated, compared, isSo, numberIs } from "./deciding.ts";
import { column, type RowPlan } from "./matrix-row.ts";
import { separate, supervisord, systemd } from "./subjects.ts";

/** Rows about what the approaches consist of and what they use. */
export const matrixOfSetup: readonly RowPlan[] = [
  {
    aspect: "Complexity",
    claims: ["000-5"],
    shown: [
      { label: "rendered", figure: "complexity/lines" },
      { label: "processes", figure: "complexity/processes" },
      { label: "packages", figure: "complexity/packages" },
    ],
    columns: [
      column("Very High", (analysis) =>
        ["lines", "processes", "packages"].map((name) =>
          compared(analysis, `complexity/${name}`, systemd, "higher", supervisord),
        ),
      ),
      column("Medium", (analysis) => [
        compared(analysis, "complexity/lines", supervisord, "lower", systemd),
        linesPerContainer(analysis),
      ]),
      column("Low per container", (analysis) => [linesPerContainer(analysis)]),
    ],
  },
  {
    aspect: "Security",
    claims: ["000-4", "004-2"],
    shown: [
      { label: "hardening checks passed", figure: "posture/score" },
      { label: "root's capabilities", figure: "posture/root.capabilities" },
      { label: "host devices that root can open", figure: "posture/root.devices" },
    ],
    columns: [
      column("Very Low", (analysis) => [
        compared(analysis, "posture/score", systemd, "lower", supervisord),
        numberIs(analysis, "posture/root.devices", systemd, { above: 0 }),
      ]),
      column("Medium", (analysis) => [
        compared(analysis, "posture/score", supervisord, "higher", systemd),
        compared(analysis, "posture/score", supervisord, "lower", separate),
      ]),
      column("High", (analysis) => [
        compared(analysis, "posture/score", separate, "higher", supervisord),
        numberIs(analysis, "posture/score", separate, { atLeast: 90 }),
      ]),
    ],
  },
  {
    aspect: "Privileges required",
    claims: ["000-3"],
    shown: [
      { label: "privileged", figure: "posture/privileged" },
      { label: "mounted host folders", figure: "posture/hostMounts" },
    ],
    columns: [
      column("--privileged", (analysis) => grants(analysis, systemd, true)),
      column("None", (analysis) => grants(analysis, supervisord, false)),
      column("None", (analysis) => grants(analysis, separate, false)),
    ],
  },
  {
    aspect: "Memory usage",
    claims: ["000-1", "000-15"],
    shown: [
      { label: "idle", figure: "memory/idle.charged" },
      { label: "under load", figure: "memory/load.charged" },
    ],
    columns: [
      column("Low", (analysis) => [compared(analysis, "memory/idle.charged", systemd, "lower", separate)]),
      column("Low", (analysis) => [compared(analysis, "memory/idle.charged", supervisord, "lower", separate)]),
      column("Higher", (analysis) =>
        [supervisord, systemd].map((single) => compared(analysis, "memory/idle.charged", separate, "higher", single)),
      ),
    ],
  },
  {
    aspect: "Network performance",
    claims: ["000-2", "002-5"],
    shown: [
      { label: "p50", figure: "latency/services.p50" },
      { label: "p99", figure: "latency/services.p99" },
    ],
    columns: [
      column("Fastest", (analysis) => services(analysis, systemd, "lower", separate)),
      column("Fastest", (analysis) => services(analysis, supervisord, "lower", separate)),
      column("Slightly slower", (analysis) => services(analysis, separate, "higher", supervisord)),
    ],
  },
  {
    aspect: "Isolation",
    claims: ["000-4", "000-9", "001-7"],
    shown: [
      { label: "undeclared ports", figure: "posture/undeclared" },
      { label: "host mounts that root can write to", figure: "posture/root.hostWrites" },
      { label: "requests lost to a fork bomb", figure: "blast/forks.limited.failed" },
    ],
    columns: [
      column("Broken", (analysis) => [
        numberIs(analysis, "posture/root.devices", systemd, { above: 0 }),
        numberIs(analysis, "posture/root.hostWrites", systemd, { above: 0 }),
      ]),
      column("Weak", (analysis) => [
        numberIs(analysis, "posture/undeclared", supervisord, { above: 0 }),
        numberIs(analysis, "posture/root.devices", supervisord, { atMost: 0 }),
      ]),
      column("Strong", (analysis) => [
        numberIs(analysis, "posture/undeclared", separate, { atMost: 0 }),
        isSo(analysis, "posture/network.peer", separate, true),
        numberIs(analysis, "blast/forks.limited.failed", separate, { atMost: 1 }),
      ]),
    ],
  },
];

function linesPerContainer(analysis: Analysis): Statement {
  return calculated(
    analysis,
    `${separate} has fewer lines per container than ${supervisord}`,
    [
      ["complexity/lines", separate],
      ["complexity/containers", separate],
      ["complexity/lines", supervisord],
    ],
    (lines, containers, ofSupervisord) => ({
      holds: lines / containers < ofSupervisord,
      says: `${Math.round(lines / containers)} against ${ofSupervisord}`,
    }),
  );
}

/** Whether the approach needs a privileged container and folders of the host, or neither. */
function grants(analysis: Analysis, subject: string, expected: boolean): Statement[] {
  return [
    isSo(analysis, "posture/privileged", subject, expected),
    numberIs(analysis, "posture/hostMounts", subject, expected ? { above: 0 } : { atMost: 0 }),
  ];
}

function services(analysis: Analysis, subject: string, relation: "lower" | "higher", other: string): Statement[] {
  return ["p50", "p99"].map((p) => compared(analysis, `latency/services.${p}`, subject, relation, other));
}
