import type { Claim } from "./contract.ts";
import { boundOf, isSo, numberIs } from "./deciding.ts";
import { cannotTell, each, everyOne } from "./finding.ts";
import { everyRoundIs } from "./per-round.ts";
import { sources } from "./sources.ts";
import { noneMeasured, separate, sharedContainers } from "./subjects.ts";

const source = sources.notes;
const ofContainers = "It says the same of every container.";

export const ofNotes: readonly Claim[] = [
  {
    id: "003-1",
    source,
    claim: "Containers start faster than virtual machines and need fewer resources.",
    notComparative: "It compares containers with virtual machines.",
    figures: [],
    needs: "an approach that runs the workload in a virtual machine",
    statements: () => [
      cannotTell("time to the first answer, memory and image size of the same services in a virtual machine"),
    ],
  },
  {
    id: "003-2",
    source,
    claim:
      "A Docker container is restricted to one process; and so each process can be managed by itself: updated, restarted, its log read.",
    figures: ["complexity/processes", "update/entry.restarted", "recovery/entry.back", "logs/attributable"],
    statements: (analysis) => [
      everyOne(
        "no container holds more than one process",
        sharedContainers(analysis).map((subject) => numberIs(analysis, "complexity/processes", subject, { atMost: 1 })),
      ),
      everyOne(`${separate}: each service is managed by itself`, [
        isSo(analysis, "update/entry.restarted", separate, false),
        isSo(analysis, "recovery/entry.back", separate, true),
        isSo(analysis, "logs/attributable", separate, true),
      ]),
    ],
  },
  {
    id: "003-3",
    source,
    claim:
      "Containers keep no state: what is written into one is gone after a restart, and after it is created again; data that must last needs a volume.",
    notComparative: ofContainers,
    figures: ["state/survives.restart", "state/survives.recreation", "state/volume"],
    statements: (analysis) =>
      (
        [
          ["state/survives.restart", false, "a written file is gone after a restart"],
          ["state/survives.recreation", false, "a written file is gone when the container is created again"],
          ["state/volume", true, "a file in a volume is there when the container is created again"],
        ] as const
      ).flatMap(([figure, expected, title]) =>
        each(analysis.subjects, noneMeasured, title, (subject) => isSo(analysis, figure, subject, expected)),
      ),
  },
  {
    id: "003-4",
    source,
    claim:
      "Containers isolate totally: no application knows of another. Its processes are invisible, its sockets and files out of reach, and it does not feel the other's busy loop.",
    figures: ["posture/visible", "posture/undeclared", "posture/undeclared.local", "blast/cpu.default.p99"],
    statements: (analysis) => [
      ...["visible", "undeclared", "undeclared.local"].map((name) =>
        numberIs(analysis, `posture/${name}`, separate, { atMost: 0 }),
      ),
      everyRoundIs(analysis, "blast/cpu.default.p99", separate, { atMost: boundOf("faults.p99") }),
    ],
  },
  {
    id: "003-5",
    source,
    claim: "An update of an image ships its top layer only.",
    notComparative: ofContainers,
    figures: ["update/layers"],
    statements: (analysis) =>
      each(analysis.subjects, noneMeasured, "one new layer after a change of the peer's code", (subject) =>
        numberIs(analysis, "update/layers", subject, { atMost: 1 }),
      ),
  },
  {
    id: "003-6",
    source,
    claim: "A packaged application behaves the same on any machine.",
    notComparative: ofContainers,
    figures: [],
    needs: "a second host with other hardware, kernel and Docker, and the same run on it",
    statements: () => [cannotTell("the same run on another host")],
  },
];
