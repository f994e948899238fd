import type { Analysis } from "../analysis/contract.ts";
import { formatValue } from "../analysis/format.ts";
import type { Claim, Statement } from "./contract.ts";
import { calculated, compared, comparedFigures, isSo, numberIs } from "./deciding.ts";
import { cannotTell, each, someOne } from "./finding.ts";
import { noneMeasured, noSharedContainer, separate, sharedContainers } from "./subjects.ts";
import { surfaceFollowsConfiguration } from "./surface.ts";

const notes = "Lecture notes on Docker containers (003)";
const slides = "Something about containers (004)";
/** Faults by the prefix of their figures. */
const faults = ["memory", "forks", "disk", "cpu"] as const;

export const ofLectures: readonly Claim[] = [
  {
    id: "003-1",
    source: notes,
    claim: "Containers start faster than virtual machines and need fewer resources.",
    figures: [],
    needs: "an approach that runs the workload in a virtual machine",
    statements: () => [
      cannotTell("time to the first answer, memory and image size of the same services in a virtual machine"),
    ],
  },
  {
    id: "003-2",
    source: notes,
    claim: "With a container per process, each process can be managed by itself: scaled, updated, its log read.",
    figures: ["scaling/alone", "update/entry.restarted", "logs/attributable"],
    statements: (analysis) => [
      isSo(analysis, "scaling/alone", separate, true),
      isSo(analysis, "update/entry.restarted", separate, false),
      isSo(analysis, "logs/attributable", separate, true),
    ],
  },
  {
    id: "003-3",
    source: notes,
    claim: "Containers keep no state: data that must last needs a volume.",
    figures: ["posture/readOnlyRoot", "update/containers"],
    statements: (analysis) => [
      ...each(analysis.subjects, noneMeasured, "the root file system is read-only and keeps nothing", (subject) =>
        isSo(analysis, "posture/readOnlyRoot", subject, true),
      ),
      ...each(analysis.subjects, noneMeasured, "an update replaces containers, with the data in them", (subject) =>
        numberIs(analysis, "update/containers", subject, { above: 0 }),
      ),
      cannotTell("whether data in a volume survives an update, which needs a workload with data"),
    ],
  },
  {
    id: "004-1",
    source: slides,
    claim: "Cgroups limit what a container uses, namespaces isolate containers, and images share layers.",
    figures: [
      ...faults.flatMap((fault) => [`blast/${fault}.limited.failed`, `blast/${fault}.unlimited.failed`]),
      ...["posture/undeclared", "posture/network.peer", "image/shared", "image/sum", "image/total"],
    ],
    statements: (analysis) => [
      ...each(analysis.subjects, noneMeasured, "with limits, fewer requests to the other service fail", (subject) =>
        limitsBite(analysis, subject),
      ),
      numberIs(analysis, "posture/undeclared", separate, { atMost: 0 }),
      isSo(analysis, "posture/network.peer", separate, true),
      calculated(
        analysis,
        `${separate}'s images share layers`,
        [
          ["image/sum", separate],
          ["image/total", separate],
        ],
        (sum, total) => ({
          holds: sum > total,
          says: formatValue(sum - total, "bytes"),
        }),
      ),
    ],
  },
  {
    id: "004-2",
    source: slides,
    claim: "Containers isolate, but not absolutely: how much depends on their configuration.",
    figures: ["posture/score", "posture/root.devices", "posture/root.hostWrites", "posture/root.kernelSurfaces"],
    statements: (analysis) => surfaceFollowsConfiguration(analysis),
  },
  {
    id: "004-3",
    source: slides,
    claim:
      "A fat container is an anti-pattern, since a fault in it affects everything in it; and no container repairs broken software.",
    figures: ["recovery/entry.lost", ...faults.map((fault) => `blast/${fault}.limited.failed`)],
    statements: (analysis) => [
      ...each(analysis.subjects, noneMeasured, "a service that crashes loses requests", (subject) =>
        numberIs(analysis, "recovery/entry.lost", subject, { above: 0 }),
      ),
      ...each(
        sharedContainers(analysis),
        noSharedContainer,
        `with some fault more requests to the other service fail than with ${separate}`,
        (subject) => suffersMore(analysis, subject),
      ),
    ],
  },
];

function limitsBite(analysis: Analysis, subject: string): Statement {
  return someOne(
    "with limits, fewer requests to the other service fail",
    faults.map((fault) =>
      comparedFigures(analysis, subject, `blast/${fault}.limited.failed`, "lower", `blast/${fault}.unlimited.failed`),
    ),
  );
}

function suffersMore(analysis: Analysis, subject: string): Statement {
  return someOne(
    "more failed requests",
    faults.map((fault) => compared(analysis, `blast/${fault}.limited.failed`, subject, "higher", separate)),
  );
}
