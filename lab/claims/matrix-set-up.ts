import type { Analysis } from "../analysis/contract.ts";
import { calculated, compared, isSo, numberIs } from "./deciding.ts";
import type { Finding } from "./finding.ts";
import { column, type RowPlan } from "./matrix-row.ts";
import { apart, heavy, light } from "./subjects.ts";

/** What the approaches are made of and what they take. */
export const matrixOfSetUp: readonly RowPlan[] = [
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
          compared(analysis, `complexity/${name}`, heavy, "higher", light),
        ),
      ),
      column("Medium", (analysis) => [
        compared(analysis, "complexity/lines", light, "lower", heavy),
        linesPerContainer(analysis),
      ]),
      column("Low per container", (analysis) => [linesPerContainer(analysis)]),
    ],
  },
  {
    aspect: "Security",
    claims: ["000-4", "004-2"],
    shown: [
      { label: "checks passed", figure: "posture/score" },
      { label: "root's capabilities", figure: "posture/root.capabilities" },
      { label: "host devices that open", figure: "posture/root.devices" },
    ],
    columns: [
      column("Very Low", (analysis) => [
        compared(analysis, "posture/score", heavy, "lower", light),
        numberIs(analysis, "posture/root.devices", heavy, (devices) => devices > 0),
      ]),
      column("Medium", (analysis) => [
        compared(analysis, "posture/score", light, "higher", heavy),
        compared(analysis, "posture/score", light, "lower", apart),
      ]),
      column("High", (analysis) => [
        compared(analysis, "posture/score", apart, "higher", light),
        numberIs(analysis, "posture/score", apart, (score) => score >= 90),
      ]),
    ],
  },
  {
    aspect: "Privileges required",
    claims: ["000-3"],
    shown: [
      { label: "privileged", figure: "posture/privileged" },
      { label: "folders of the host", figure: "posture/hostMounts" },
    ],
    columns: [
      column("--privileged", (analysis) => grants(analysis, heavy, true)),
      column("None", (analysis) => grants(analysis, light, false)),
      column("None", (analysis) => grants(analysis, apart, false)),
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
      column("Low", (analysis) => [compared(analysis, "memory/idle.charged", heavy, "lower", apart)]),
      column("Low", (analysis) => [compared(analysis, "memory/idle.charged", light, "lower", apart)]),
      column("Higher", (analysis) =>
        [light, heavy].map((single) => compared(analysis, "memory/idle.charged", apart, "higher", single)),
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
      column("Fastest", (analysis) => services(analysis, heavy, "lower", apart)),
      column("Fastest", (analysis) => services(analysis, light, "lower", apart)),
      column("Slightly slower", (analysis) => services(analysis, apart, "higher", light)),
    ],
  },
  {
    aspect: "Isolation",
    claims: ["000-4", "000-9", "001-7"],
    shown: [
      { label: "undeclared ports", figure: "posture/undeclared" },
      { label: "host mounts that root writes to", figure: "posture/root.hostWrites" },
      { label: "requests lost to a fork bomb", figure: "blast/forks.limited.failed" },
    ],
    columns: [
      column("Broken", (analysis) => [
        numberIs(analysis, "posture/root.devices", heavy, (devices) => devices > 0),
        numberIs(analysis, "posture/root.hostWrites", heavy, (writes) => writes > 0),
      ]),
      column("Weak", (analysis) => [
        numberIs(analysis, "posture/undeclared", light, (ports) => ports > 0),
        numberIs(analysis, "posture/root.devices", light, (devices) => devices === 0),
      ]),
      column("Strong", (analysis) => [
        numberIs(analysis, "posture/undeclared", apart, (ports) => ports === 0),
        isSo(analysis, "posture/network.client", apart, true),
        numberIs(analysis, "blast/forks.limited.failed", apart, (failed) => failed <= 1),
      ]),
    ],
  },
];

function linesPerContainer(analysis: Analysis): Finding {
  return calculated(
    analysis,
    [
      ["complexity/lines", apart],
      ["complexity/containers", apart],
      ["complexity/lines", light],
    ],
    (lines, containers, ofLight) => ({
      holds: lines / containers < ofLight,
      says: `${Math.round(lines / containers)} lines for each of ${apart}'s containers, ${ofLight} for ${light}'s`,
    }),
  );
}

/** Whether it needs a privileged container and folders of the host's, or neither. */
function grants(analysis: Analysis, subject: string, expected: boolean): Finding[] {
  return [
    isSo(analysis, "posture/privileged", subject, expected),
    numberIs(analysis, "posture/hostMounts", subject, (mounts) => mounts > 0 === expected),
  ];
}

function services(analysis: Analysis, subject: string, relation: "lower" | "higher", other: string): Finding[] {
  return ["p50", "p99"].map((p) => compared(analysis, `latency/services.${p}`, subject, relation, other));
}
