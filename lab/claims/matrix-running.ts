import type { Analysis } from "../analysis/contract.ts";
import { usualLevel } from "../analysis/summarise.ts";
import type { Statement } from "./contract.ts";
import { calculated, compared, isSo, numberIs } from "./deciding.ts";
import { cannotTell, judged, not, someOne, unknown } from "./finding.ts";
import { column, type RowPlan } from "./matrix-row.ts";
import { readinessOf } from "./readiness.ts";
import { separate, supervisord, systemd } from "./subjects.ts";

/** Rows about running the approaches. */
export const matrixOfRunning: readonly RowPlan[] = [
  {
    aspect: "Scalability",
    claims: ["000-6"],
    shown: [
      { label: "one service alone", figure: "scaling/alone" },
      { label: "per further peer", figure: "scaling/perPeer.memory" },
    ],
    columns: [
      column("Cannot", (analysis) => [isSo(analysis, "scaling/alone", systemd, false)]),
      column("Cannot", (analysis) => [isSo(analysis, "scaling/alone", supervisord, false)]),
      column("Can", (analysis) => [isSo(analysis, "scaling/alone", separate, true)]),
    ],
  },
  {
    aspect: "Deployment",
    claims: ["000-7"],
    shown: [
      { label: "entry restarts with the peer", figure: "update/entry.restarted" },
      { label: "requests lost", figure: "update/lost" },
      { label: "longest outage", figure: "update/outage" },
    ],
    columns: [
      column("Single unit", (analysis) => [isSo(analysis, "update/entry.restarted", systemd, true)]),
      column("Single unit", (analysis) => [isSo(analysis, "update/entry.restarted", supervisord, true)]),
      column("Independent units", (analysis) => [isSo(analysis, "update/entry.restarted", separate, false)]),
    ],
  },
  {
    aspect: "Debugging",
    claims: ["000-8", "001-5"],
    shown: [
      { label: "lines attributable", figure: "logs/attributable" },
      { label: "lost", figure: "logs/lost" },
      { label: "merged or torn", figure: "logs/merged" },
    ],
    columns: [
      column("Medium", (analysis) => [isSo(analysis, "logs/attributable", systemd, true)]),
      column("Harder", (analysis) => [isSo(analysis, "logs/attributable", supervisord, false)]),
      column("Easiest", (analysis) => [
        isSo(analysis, "logs/attributable", separate, true),
        numberIs(analysis, "logs/lost", separate, { atMost: 0 }),
      ]),
    ],
  },
  {
    aspect: "Docker best practices",
    claims: ["000-12"],
    shown: [
      { label: "processes", figure: "complexity/processes" },
      { label: "containers", figure: "complexity/containers" },
    ],
    columns: [
      column("Violates severely", (analysis) => [
        oneProcessEach(analysis, systemd, false),
        compared(analysis, "complexity/processes", systemd, "higher", supervisord),
      ]),
      column("Violates", (analysis) => [oneProcessEach(analysis, supervisord, false)]),
      column("Follows", (analysis) => [oneProcessEach(analysis, separate, true)]),
    ],
  },
  {
    aspect: "Production ready",
    claims: ["000-13"],
    shown: [
      { label: "hardening checks passed", figure: "posture/score" },
      { label: "entry gets its stop signal", figure: "shutdown/stop.told.entry" },
      { label: "entry comes back after", figure: "recovery/entry.outage" },
    ],
    columns: [
      column("NO", (analysis) => [readinessOf(analysis, systemd, `${systemd} fails a check`, (failed) => failed > 0)]),
      column("Not recommended", (analysis) => [
        readinessOf(analysis, supervisord, `${supervisord} fails a check`, (failed) => failed > 0),
      ]),
      column("YES", (analysis) => [
        readinessOf(analysis, separate, `${separate} passes all checks`, (failed) => failed === 0),
      ]),
    ],
  },
  {
    aspect: "Portability",
    claims: ["000-11"],
    shown: [
      { label: "privileged", figure: "posture/privileged" },
      { label: "mounted host folders", figure: "posture/hostMounts" },
    ],
    columns: [
      column("Poor", (analysis) => [needsGrants(analysis, systemd, true)]),
      column("Good", (analysis) => [needsGrants(analysis, supervisord, false)]),
      column("Excellent", (analysis) => [
        needsGrants(analysis, separate, false),
        cannotTell("other container engines and another cgroup version, which this host does not have"),
      ]),
    ],
  },
  {
    aspect: "Service management",
    claims: ["000-10"],
    shown: [
      { label: "entry comes back", figure: "recovery/entry.back" },
      { label: "after", figure: "recovery/entry.outage" },
      { label: "gets its stop signal", figure: "shutdown/stop.told.entry" },
    ],
    columns: [
      column("Rich", (analysis) => [manages(analysis, systemd, (count) => count === 3)]),
      column("Basic", (analysis) => [manages(analysis, supervisord, (count) => count < 3)]),
      column("Native Docker", (analysis) => [
        isSo(analysis, "recovery/entry.back", separate, true),
        isSo(analysis, "recovery/first.back", separate, true),
      ]),
    ],
  },
];

function oneProcessEach(analysis: Analysis, subject: string, expected: boolean): Statement {
  return calculated(
    analysis,
    `${subject} has ${expected ? "one process" : "more than one process"} per container`,
    [
      ["complexity/processes", subject],
      ["complexity/containers", subject],
    ],
    (processes, containers) => ({
      holds: processes <= containers === expected,
      says: `${processes} in ${containers}`,
    }),
  );
}

/** Whether the approach needs anything that a host may refuse. */
function needsGrants(analysis: Analysis, subject: string, expected: boolean): Statement {
  const either = someOne(`${subject} needs a privileged container or folders of the host`, [
    isSo(analysis, "posture/privileged", subject, true),
    numberIs(analysis, "posture/hostMounts", subject, { above: 0 }),
  ]);
  return expected ? either : not(either, `${subject} needs neither a privileged container nor folders of the host`);
}

/** Counts which of three it does: restart what dies, send stop signals, start in order. Post-deploy tests check the last one. */
function manages(analysis: Analysis, subject: string, satisfies: (count: number) => boolean): Statement {
  const measured = [
    isSo(analysis, "recovery/entry.back", subject, true),
    isSo(analysis, "shutdown/stop.told.entry", subject, true),
  ].map((statement) => ({ statement, judgement: statement.judge(usualLevel) }));
  const title = `${subject} restarts, stops and orders services`;
  const missing = measured.find(({ judgement }) => judgement.outcome === "unknown");
  if (missing !== undefined) return judged(title, unknown(missing.judgement.says));
  const record = analysis.run.subjects.find(({ name }) => name === subject);
  const ordered = record?.traits["ordersStart"] === true;
  const count = measured.filter(({ judgement }) => judgement.outcome === "holds").length + (ordered ? 1 : 0);
  return judged(title, {
    outcome: satisfies(count) ? "holds" : "fails",
    says: `${measured.map(({ statement, judgement }) => `${statement.title}: ${judgement.says}`).join(", ")}, starts services in order: ${ordered ? "yes" : "no"}`,
    evidence: measured.flatMap(({ judgement }) => judgement.evidence),
  });
}
