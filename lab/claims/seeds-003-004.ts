import type { Analysis } from "../analysis/contract.ts";
import { formatValue } from "../analysis/format.ts";
import type { Claim } from "./contract.ts";
import { calculated, compared, comparedFigures, isSo, numberIs, numberOf } from "./deciding.ts";
import { briefly, cannotTell, overall, verdictOf, type Finding } from "./finding.ts";
import { noneMeasured, noSharedContainer, separate, sharedContainers } from "./subjects.ts";
import { surfaceFollowsConfiguration } from "./surface.ts";

const notes = "Lecture notes on Docker containers (003)";
const slides = "Something about containers (004)";
/** Faults by the prefix of their figures. */
const faultTitles = { memory: "memory leak", forks: "fork bomb", disk: "full disk", cpu: "busy loop" } as const;
type Fault = keyof typeof faultTitles;
const faults = Object.keys(faultTitles) as Fault[];

export const ofLectures: readonly Claim[] = [
  {
    id: "003-1",
    source: notes,
    claim: "Containers start faster than virtual machines and need fewer resources.",
    figures: [],
    needs: "an approach that runs the workload in a virtual machine",
    decide: () =>
      verdictOf(
        cannotTell("time to the first answer, memory and image size of the same services in a virtual machine"),
      ),
  },
  {
    id: "003-2",
    source: notes,
    claim: "With a container per process, each process can be managed by itself: scaled, updated, its log read.",
    figures: ["scaling/alone", "update/entry.restarted", "logs/attributable"],
    decide: (analysis) =>
      verdictOf(
        isSo(analysis, "scaling/alone", separate, true),
        isSo(analysis, "update/entry.restarted", separate, false),
        isSo(analysis, "logs/attributable", separate, true),
      ),
  },
  {
    id: "003-3",
    source: notes,
    claim: "Containers keep no state: data that must last needs a volume.",
    figures: ["posture/readOnlyRoot", "update/containers"],
    decide: (analysis) =>
      verdictOf(
        overall(
          "the root file system is read-only and keeps nothing",
          analysis.subjects.map((subject) => briefly(subject, isSo(analysis, "posture/readOnlyRoot", subject, true))),
          noneMeasured,
        ),
        overall(
          "containers that an update replaces, with the data written into them",
          analysis.subjects.map((subject) =>
            briefly(
              subject,
              numberIs(analysis, "update/containers", subject, (count) => count > 0),
            ),
          ),
          noneMeasured,
        ),
        cannotTell("whether data in a volume survives an update, which needs a workload with data"),
      ),
  },
  {
    id: "004-1",
    source: slides,
    claim: "Cgroups limit what a container uses, namespaces isolate containers, and images share layers.",
    figures: [
      ...faults.flatMap((fault) => [`blast/${fault}.limited.failed`, `blast/${fault}.unlimited.failed`]),
      ...["posture/undeclared", "posture/network.peer", "image/shared", "image/sum", "image/total"],
    ],
    decide: (analysis) =>
      verdictOf(
        overall(
          "with limits, fewer requests to the other service fail",
          analysis.subjects.map((subject) => limitsBite(analysis, subject)),
          noneMeasured,
        ),
        numberIs(analysis, "posture/undeclared", separate, (ports) => ports === 0),
        isSo(analysis, "posture/network.peer", separate, true),
        calculated(
          analysis,
          [
            ["image/sum", separate],
            ["image/total", separate],
          ],
          (sum, total) => ({
            holds: sum > total,
            says: `${separate}'s images have ${formatValue(sum - total, "bytes")} of layers in common`,
          }),
        ),
      ),
  },
  {
    id: "004-2",
    source: slides,
    claim: "Containers isolate, but not absolutely: how much depends on their configuration.",
    figures: ["posture/score", "posture/root.devices", "posture/root.hostWrites", "posture/root.kernelSurfaces"],
    decide: (analysis) => verdictOf(...surfaceFollowsConfiguration(analysis)),
  },
  {
    id: "004-3",
    source: slides,
    claim:
      "A fat container is an anti-pattern, since a fault in it affects everything in it; and no container repairs broken software.",
    figures: ["recovery/entry.lost", ...faults.map((fault) => `blast/${fault}.limited.failed`)],
    decide: (analysis) =>
      verdictOf(
        overall(
          "a service that crashes loses requests",
          analysis.subjects.map((subject) =>
            briefly(
              subject,
              numberIs(analysis, "recovery/entry.lost", subject, (lost) => lost > 0),
            ),
          ),
          noneMeasured,
        ),
        overall(
          `more requests to the other service fail than with ${separate}`,
          sharedContainers(analysis).map((subject) => suffersMore(analysis, subject)),
          noSharedContainer,
        ),
      ),
  },
];

/** Whether limits reduce failed requests for at least one fault, and increase them for none. */
function limitsBite(analysis: Analysis, subject: string): Finding {
  const figures = (fault: Fault) => [`blast/${fault}.limited.failed`, `blast/${fault}.unlimited.failed`] as const;
  const stands = (fault: Fault, relation: "lower" | "higher") =>
    comparedFigures(analysis, subject, figures(fault)[0], relation, figures(fault)[1]);
  const lower = faults.map((fault) => ({ fault, finding: stands(fault, "lower") }));
  const unknown = unknownAmong(subject, lower);
  if (unknown !== undefined) return unknown;
  const helped = lower.filter(({ finding }) => finding.holds === "yes");
  const harmed = faults.filter((fault) => stands(fault, "higher").holds === "yes");
  const shown = (fault: Fault) =>
    figures(fault)
      .map((figure) => numberOf(analysis, figure, subject))
      .map((number) => ("evidence" in number ? number.evidence.shown : "unknown"))
      .join(" instead of ");
  const listed = [...helped.map(({ fault }) => fault), ...harmed].map(
    (fault) => `${faultTitles[fault]} ${shown(fault)}`,
  );
  const says = listed.length === 0 ? "no difference" : listed.join(" and ");
  const evidence = lower.flatMap(({ finding }) => finding.evidence);
  const holds = helped.length > 0 && harmed.length === 0 ? "yes" : "no";
  return briefly(subject, { holds, says, evidence }, says);
}

/** What is unknown about a subject, as one finding; undefined if nothing is. */
function unknownAmong(
  subject: string,
  each: readonly { readonly fault: Fault; readonly finding: Finding }[],
): Finding | undefined {
  const unknown = each.filter(({ finding }) => finding.holds === "unknown");
  if (unknown.length === 0) return undefined;
  const says = unknown.map(({ finding }) => finding.says).join("; ");
  if (unknown.length === each.length) return cannotTell(says);
  return cannotTell(says, {
    subject,
    value: `unknown for ${unknown.map(({ fault }) => faultTitles[fault]).join(" and ")}`,
  });
}

function suffersMore(analysis: Analysis, subject: string): Finding {
  const each = faults.map((fault) => ({
    fault,
    finding: compared(analysis, `blast/${fault}.limited.failed`, subject, "higher", separate),
  }));
  const unknown = unknownAmong(subject, each);
  if (unknown !== undefined) return unknown;
  const worse = each.filter(({ finding }) => finding.holds === "yes").map(({ fault }) => faultTitles[fault]);
  const says = worse.length === 0 ? "no more failed requests" : `more failed requests with ${worse.join(", ")}`;
  const evidence = each.flatMap(({ finding }) => finding.evidence);
  return briefly(subject, { holds: worse.length > 0 ? "yes" : "no", says, evidence }, says);
}
