import type { Analysis } from "../analysis/contract.ts";
import { formatValue } from "../analysis/format.ts";
import type { Claim, Statement } from "./contract.ts";
import { boundOf, calculated, compared, numberIs } from "./deciding.ts";
import { each, everyOne, someOne } from "./finding.ts";
import { everyRoundIs, onlyWithin } from "./per-round.ts";
import { sources } from "./sources.ts";
import { noneMeasured, plain, separate, supervisord, systemd } from "./subjects.ts";

const source = sources.slides;
const reachable = ["root.devices", "root.hostWrites", "root.kernelSurfaces", "undeclared"].map(
  (name) => `posture/${name}`,
);
const singles = [supervisord, systemd];

export const ofSlides: readonly Claim[] = [
  {
    id: "004-1",
    source,
    claim:
      "Cgroups limit what a container uses, namespaces isolate its processes and network, and images share layers. Of separate containers: a fork bomb stays within its limit, the other service's processes are invisible, undeclared ports do not answer.",
    figures: ["blast/forks.deployed.failed", "posture/visible", "posture/undeclared", "image/sum", "image/total"],
    statements: (analysis) => [
      everyRoundIs(analysis, "blast/forks.deployed.failed", separate, { atMost: boundOf("faults.spared") }),
      numberIs(analysis, "posture/visible", separate, { atMost: 0 }),
      numberIs(analysis, "posture/undeclared", separate, { atMost: 0 }),
      shareLayers(analysis),
    ],
  },
  {
    id: "004-2",
    source,
    claim:
      "Containers isolate, but not absolutely, and configuration decides how much: with and without hardening of the same containers.",
    figures: [...reachable, "posture/root.capabilities", "posture/checks"],
    statements: (analysis) => [
      someOne(
        `${separate} is not isolated absolutely: devices, mounts, kernel settings or undeclared ports can be reached`,
        reachable.map((figure) => numberIs(analysis, figure, separate, { above: 0 })),
      ),
      compared(analysis, "posture/checks", separate, "higher", plain.separate),
      compared(analysis, "posture/root.capabilities", separate, "lower", plain.separate),
      compared(analysis, "posture/root.devices", separate, "lower", plain.separate),
    ],
  },
  {
    id: "004-3",
    source,
    claim:
      "A fat container is an anti-pattern, since a service that crashes at every start affects the others in it; and broken software stays broken in any container.",
    figures: ["crashloop/lost", "recovery/entry.lost"],
    statements: (analysis) => [
      ...singles.map((single) => onlyOthersLose(analysis, single)),
      everyOne(
        "a crash of the entry costs requests in every container",
        analysis.subjects.map((subject) => numberIs(analysis, "recovery/entry.lost", subject, { above: 0 })),
      ),
    ],
  },
  {
    id: "004-4",
    source,
    claim: "Containers scale quickly and recover fast from failures.",
    notComparative: "It says the same of every container.",
    figures: ["scaling/deployment.ms", "recovery/entry.outage"],
    statements: (analysis) => [
      ...each(analysis.subjects, noneMeasured, "one more copy is there quickly", (subject) =>
        everyRoundIs(analysis, "scaling/deployment.ms", subject, { atMost: boundOf("004-4.scaling") }),
      ),
      ...each(analysis.subjects, noneMeasured, "a killed entry answers again fast", (subject) =>
        numberIs(analysis, "recovery/entry.outage", subject, { atMost: boundOf("004-4.recovery") }),
      ),
    ],
  },
  {
    id: "004-5",
    source,
    claim:
      "No deep knowledge of Linux is needed: a Dockerfile is all that has to be written, and no setting names a mechanism of the kernel. Of plain containers, hardened ones, and one with supervisord.",
    figures: ["complexity/languages", "complexity/kernelSettings"],
    statements: (analysis) =>
      [plain.separate, separate, plain.supervisord].flatMap((subject) => [
        numberIs(analysis, "complexity/languages", subject, { atMost: 1 }),
        numberIs(analysis, "complexity/kernelSettings", subject, { atMost: 0 }),
      ]),
  },
];

function shareLayers(analysis: Analysis): Statement {
  const sides = [
    ["image/sum", separate],
    ["image/total", separate],
  ] as const;
  return calculated(analysis, `${separate}'s images share layers`, sides, (sum, total) => ({
    holds: sum > total,
    says: `${formatValue(sum - total, "bytes")} in common`,
  }));
}

/** The entry loses requests while the peer crashes at every start, but not with separate containers. */
function onlyOthersLose(analysis: Analysis, single: string): Statement {
  return onlyWithin(analysis, "crashloop/lost", separate, single, { atMost: boundOf("faults.spared") });
}
