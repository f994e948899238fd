import type { Analysis } from "../analysis/contract.ts";
import { formatValue } from "../analysis/format.ts";
import type { Claim } from "./contract.ts";
import { calculated, compared, comparedFigures, isSo, numberIs, numberOf } from "./deciding.ts";
import { briefly, cannotTell, overall, verdictOf, type Finding } from "./finding.ts";
import { noneAtAll, noneShares, separate, sharing } from "./subjects.ts";
import { surfaceFollowsConfiguration } from "./surface.ts";

const notes = "Lecture notes on Docker containers (003)";
const slides = "Something about containers (004)";
const hogs = ["memory", "forks", "disk", "cpu"];

export const ofLectures: readonly Claim[] = [
  {
    id: "003-1",
    source: notes,
    claim: "Containers start faster than virtual machines and take less.",
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
    claim: "A container for each process lets one manage each: scale it, update it, read its log.",
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
    claim: "Containers keep no state: what is to last needs a volume.",
    figures: ["posture/readOnlyRoot", "update/containers"],
    decide: (analysis) =>
      verdictOf(
        overall(
          "root file system that keeps nothing since it is read-only",
          analysis.subjects.map((subject) => briefly(subject, isSo(analysis, "posture/readOnlyRoot", subject, true))),
          noneAtAll,
        ),
        overall(
          "containers replaced at an update, with whatever was written into them",
          analysis.subjects.map((subject) =>
            briefly(
              subject,
              numberIs(analysis, "update/containers", subject, (count) => count > 0),
            ),
          ),
          noneAtAll,
        ),
        cannotTell("whether data in a volume outlives that, which needs a workload with data"),
      ),
  },
  {
    id: "004-1",
    source: slides,
    claim: "Control groups limit what a container takes, namespaces keep containers apart, and images share layers.",
    figures: [
      ...hogs.flatMap((hog) => [`blast/${hog}.limited.failed`, `blast/${hog}.unlimited.failed`]),
      ...["posture/undeclared", "posture/network.peer", "image/shared", "image/sum", "image/total"],
    ],
    decide: (analysis) =>
      verdictOf(
        overall(
          "limits spare the other service requests",
          analysis.subjects.map((subject) => limitsBite(analysis, subject)),
          noneAtAll,
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
    claim: "Containers isolate, but not absolutely: how much depends on how they are set up.",
    figures: ["posture/score", "posture/root.devices", "posture/root.hostWrites", "posture/root.kernelSurfaces"],
    decide: (analysis) => verdictOf(...surfaceFollowsConfiguration(analysis)),
  },
  {
    id: "004-3",
    source: slides,
    claim:
      "A fat container is an anti-pattern, since what goes wrong in it hits everything in it; and no container mends broken software.",
    figures: ["recovery/entry.lost", ...hogs.map((hog) => `blast/${hog}.limited.failed`)],
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
          noneAtAll,
        ),
        overall(
          `the other service suffers more than with ${separate}`,
          sharing(analysis).map((subject) => suffersMore(analysis, subject)),
          noneShares,
        ),
      ),
  },
];

/** Whether fewer requests fail with the limits for at least one kind of wrong, and more for none. */
function limitsBite(analysis: Analysis, subject: string): Finding {
  const figures = (hog: string) => [`blast/${hog}.limited.failed`, `blast/${hog}.unlimited.failed`] as const;
  const stands = (hog: string, relation: "lower" | "higher") =>
    comparedFigures(analysis, subject, figures(hog)[0], relation, figures(hog)[1]);
  const lower = hogs.map((hog) => ({ hog, finding: stands(hog, "lower") }));
  const unknown = unknownAmong(subject, lower);
  if (unknown !== undefined) return unknown;
  const helped = lower.filter(({ finding }) => finding.holds === "yes");
  const harmed = hogs.filter((hog) => stands(hog, "higher").holds === "yes");
  const shown = (hog: string) =>
    figures(hog)
      .map((figure) => numberOf(analysis, figure, subject))
      .map((number) => ("evidence" in number ? number.evidence.shown : "unknown"))
      .join(" instead of ");
  const listed = [...helped.map(({ hog }) => hog), ...harmed].map((hog) => `${hog} ${shown(hog)}`);
  const says = listed.length === 0 ? "no difference" : listed.join(" and ");
  const evidence = lower.flatMap(({ finding }) => finding.evidence);
  const holds = helped.length > 0 && harmed.length === 0 ? "yes" : "no";
  return briefly(subject, { holds, says, evidence }, says);
}

/** What cannot be told of a subject, in one finding; undefined where everything can. */
function unknownAmong(
  subject: string,
  each: readonly { readonly hog: string; readonly finding: Finding }[],
): Finding | undefined {
  const unknown = each.filter(({ finding }) => finding.holds === "unknown");
  if (unknown.length === 0) return undefined;
  const says = unknown.map(({ finding }) => finding.says).join("; ");
  if (unknown.length === each.length) return cannotTell(says);
  return cannotTell(says, { subject, value: `cannot be told of ${unknown.map(({ hog }) => hog).join(" and ")}` });
}

function suffersMore(analysis: Analysis, subject: string): Finding {
  const each = hogs.map((hog) => ({
    hog,
    finding: compared(analysis, `blast/${hog}.limited.failed`, subject, "higher", separate),
  }));
  const unknown = unknownAmong(subject, each);
  if (unknown !== undefined) return unknown;
  const worse = each.filter(({ finding }) => finding.holds === "yes").map(({ hog }) => hog);
  const says = worse.length === 0 ? "no more failed requests" : `more failed requests with ${worse.join(", ")}`;
  const evidence = each.flatMap(({ finding }) => finding.evidence);
  return briefly(subject, { holds: worse.length > 0 ? "yes" : "no", says, evidence }, says);
}
