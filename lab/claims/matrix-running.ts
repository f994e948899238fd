import type { Analysis } from "../analysis/contract.ts";
import { calculated, isSo, numberIs } from "./deciding.ts";
import { cannotTell, type Finding } from "./finding.ts";
import { column, type RowPlan } from "./matrix-row.ts";
import { readinessOf } from "./readiness.ts";
import { apart, heavy, light } from "./subjects.ts";

/** What it is like to live with them. */
export const matrixOfRunning: readonly RowPlan[] = [
  {
    aspect: "Scalability",
    claims: ["000-6"],
    shown: [
      { label: "one service alone", figure: "scaling/alone" },
      { label: "per further client", figure: "scaling/perClient.memory" },
    ],
    columns: [
      column("Cannot", (analysis) => [isSo(analysis, "scaling/alone", heavy, false)]),
      column("Cannot", (analysis) => [isSo(analysis, "scaling/alone", light, false)]),
      column("Can", (analysis) => [isSo(analysis, "scaling/alone", apart, true)]),
    ],
  },
  {
    aspect: "Deployment",
    claims: ["000-7"],
    shown: [
      { label: "server restarts with the client", figure: "update/server.restarted" },
      { label: "requests lost", figure: "update/lost" },
      { label: "longest outage", figure: "update/outage" },
    ],
    columns: [
      column("Single unit", (analysis) => [isSo(analysis, "update/server.restarted", heavy, true)]),
      column("Single unit", (analysis) => [isSo(analysis, "update/server.restarted", light, true)]),
      column("Independent units", (analysis) => [isSo(analysis, "update/server.restarted", apart, false)]),
    ],
  },
  {
    aspect: "Debugging",
    claims: ["000-8", "001-5"],
    shown: [
      { label: "lines attributable", figure: "logs/attributable" },
      { label: "lost", figure: "logs/lost" },
      { label: "torn", figure: "logs/merged" },
    ],
    columns: [
      column("Medium", (analysis) => [isSo(analysis, "logs/attributable", heavy, true)]),
      column("Harder", (analysis) => [isSo(analysis, "logs/attributable", light, false)]),
      column("Easiest", (analysis) => [
        isSo(analysis, "logs/attributable", apart, true),
        numberIs(analysis, "logs/lost", apart, (lost) => lost === 0),
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
      column("Violates severely", (analysis) => [oneProcessEach(analysis, heavy, false), more(analysis)]),
      column("Violates", (analysis) => [oneProcessEach(analysis, light, false)]),
      column("Follows", (analysis) => [oneProcessEach(analysis, apart, true)]),
    ],
  },
  {
    aspect: "Production ready",
    claims: ["000-13"],
    shown: [
      { label: "hardening checks passed", figure: "posture/score" },
      { label: "server told to stop", figure: "shutdown/stop.told.server" },
      { label: "comes back after", figure: "recovery/server.outage" },
    ],
    columns: [
      column("NO", (analysis) => [ready(analysis, heavy, false)]),
      column("Not recommended", (analysis) => [ready(analysis, light, false)]),
      column("YES", (analysis) => [ready(analysis, apart, true)]),
    ],
  },
  {
    aspect: "Portability",
    claims: ["000-11"],
    shown: [
      { label: "privileged", figure: "posture/privileged" },
      { label: "folders of the host", figure: "posture/hostMounts" },
    ],
    columns: [
      column("Poor", (analysis) => [needsGrants(analysis, heavy, true)]),
      column("Good", (analysis) => [needsGrants(analysis, light, false)]),
      column("Excellent", (analysis) => [
        needsGrants(analysis, apart, false),
        cannotTell("other engines and other control groups, which this host does not have"),
      ]),
    ],
  },
  {
    aspect: "Service management",
    claims: ["000-10"],
    shown: [
      { label: "server comes back", figure: "recovery/server.back" },
      { label: "after", figure: "recovery/server.outage" },
      { label: "told to stop", figure: "shutdown/stop.told.server" },
    ],
    columns: [
      column("Rich", (analysis) => [manages(analysis, heavy, (count) => count === 3)]),
      column("Basic", (analysis) => [manages(analysis, light, (count) => count < 3)]),
      column("Native Docker", (analysis) => [
        isSo(analysis, "recovery/server.back", apart, true),
        isSo(analysis, "recovery/first.back", apart, true),
      ]),
    ],
  },
];

function oneProcessEach(analysis: Analysis, subject: string, expected: boolean): Finding {
  return calculated(
    analysis,
    [
      ["complexity/processes", subject],
      ["complexity/containers", subject],
    ],
    (processes, containers) => ({
      holds: processes <= containers === expected,
      says: `${subject}: ${processes} processes, containers: ${containers}`,
    }),
  );
}

function more(analysis: Analysis): Finding {
  return calculated(
    analysis,
    [
      ["complexity/processes", heavy],
      ["complexity/processes", light],
    ],
    (ofHeavy, ofLight) => ({ holds: ofHeavy > ofLight, says: `${ofHeavy} processes against ${ofLight}` }),
  );
}

function ready(analysis: Analysis, subject: string, expected: boolean): Finding {
  const readiness = readinessOf(analysis, subject);
  return "failed" in readiness ? readiness.finding((readiness.failed === 0) === expected) : readiness;
}

/** Whether it needs anything that a host may refuse. */
function needsGrants(analysis: Analysis, subject: string, expected: boolean): Finding {
  const privileged = isSo(analysis, "posture/privileged", subject, true);
  if (privileged.holds === "unknown") return privileged;
  return calculated(analysis, [["posture/hostMounts", subject]], (mounts) => ({
    holds: (privileged.holds === "yes" || mounts > 0) === expected,
    says: `${privileged.says}, folders of the host: ${mounts}`,
  }));
}

/** Of starting again what dies, telling services to stop, and starting in order (which post-deploy tests hold it to), how many it does. */
function manages(analysis: Analysis, subject: string, satisfies: (count: number) => boolean): Finding {
  const measured = [
    isSo(analysis, "recovery/server.back", subject, true),
    isSo(analysis, "shutdown/stop.told.server", subject, true),
  ];
  const unknown = measured.find(({ holds }) => holds === "unknown");
  if (unknown !== undefined) return unknown;
  const record = analysis.run.subjects.find(({ name }) => name === subject);
  const ordered = record?.traits["ordersStart"] === true;
  const count = measured.filter(({ holds }) => holds === "yes").length + (ordered ? 1 : 0);
  return {
    holds: satisfies(count) ? "yes" : "no",
    says: `${measured.map(({ says }) => says).join(", ")}, starts in order: ${ordered ? "yes" : "no"}`,
    evidence: measured.flatMap(({ evidence }) => evidence),
  };
}
