import type { Analysis } from "../analysis/contract.ts";
import { formatValue } from "../analysis/format.ts";
import type { Claim, Statement } from "./contract.ts";
import { calculated, compared, isMeasured, isSo, numberIs } from "./deciding.ts";
import { cannotTell, each } from "./finding.ts";
import { noSharedContainer, separate, sharedContainers } from "./subjects.ts";

const source = "Why one service per container (001)";

/** runsvdir as PID 1, and the same with a PID 1 that handles its signals. */
const broken = "runit";
const repaired = "runit-graceful";

/** A third: 140 of 425 MB in the document, rounded up. */
const third = 0.34;

const told = ["shutdown/stop.told.entry", "shutdown/stop.told.peer"];

export const ofOnePerContainer: readonly Claim[] = [
  {
    id: "001-1",
    source,
    claim:
      "With runsvdir as PID 1 no service gets the stop signal, only SIGHUP ends runsvdir, and the repair takes a custom PID 1.",
    figures: [...told, "shutdown/hup.stops", "shutdown/hup.told"],
    statements: (analysis) => [
      ...told.map((figure) => isSo(analysis, figure, broken, false)),
      isSo(analysis, "shutdown/hup.stops", broken, true),
      ...told.map((figure) => isSo(analysis, figure, repaired, true)),
    ],
  },
  {
    id: "001-2",
    source,
    claim:
      "An image for several services is larger than an image for one, and leaving out files that are never opened cuts it to a third.",
    figures: ["image/slimRatio", "image/slim", "image/total", "image/sum", "image/images"],
    statements: (analysis) => [
      ...each(
        sharedContainers(analysis),
        noSharedContainer,
        "the files that are opened are a third or less",
        (subject) => numberIs(analysis, "image/slimRatio", subject, { atMost: third }),
      ),
      ...each(sharedContainers(analysis), noSharedContainer, `larger than each of ${separate}'s images`, (subject) =>
        largerThanOne(analysis, subject),
      ),
    ],
  },
  {
    id: "001-3",
    source,
    claim: "Several small images together are not larger than one large image, since they share layers.",
    figures: ["image/total", "image/sum", "image/shared"],
    statements: (analysis) => [
      ...each(
        sharedContainers(analysis),
        noSharedContainer,
        `${separate}'s images together are not larger than one image`,
        (subject) => compared(analysis, "image/total", separate, "not higher", subject),
      ),
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
    id: "001-4",
    source,
    claim: "A web application and its workers scale independently once each has its own container.",
    figures: ["scaling/alone", "scaling/reached"],
    statements: (analysis) => [
      isSo(analysis, "scaling/alone", separate, true),
      numberIs(analysis, "scaling/reached", separate, { atLeast: 20 }),
      cannotTell("jobs per second by number of workers, which needs a workload with a queue"),
    ],
  },
  {
    id: "001-5",
    source,
    claim: "One container per service gives each service a usable log, and syslog with one setting.",
    figures: ["logs/attributable", "logs/syslog.works", "logs/syslog.attributable"],
    statements: (analysis) => [
      ...["attributable", "syslog.works", "syslog.attributable"].map((name) =>
        isSo(analysis, `logs/${name}`, separate, true),
      ),
    ],
  },
  {
    id: "001-6",
    source,
    claim:
      "A container with a single service can do without root, capabilities, a writable root file system and egress, and still works.",
    figures: [
      ...["posture/services.root", "posture/services.capabilities", "posture/root.capabilities"],
      ...["posture/readOnlyRoot", "posture/network.peer", "startup/create.answer"],
    ],
    statements: (analysis) => withoutPower(analysis, separate),
  },
  {
    id: "001-7",
    source,
    claim: "Services in one container can reach each other without declaring it; in separate containers they cannot.",
    figures: ["posture/undeclared"],
    statements: (analysis) => [
      ...each(sharedContainers(analysis), noSharedContainer, "undeclared ports answer", (subject) =>
        numberIs(analysis, "posture/undeclared", subject, { above: 0 }),
      ),
      numberIs(analysis, "posture/undeclared", separate, { atMost: 0 }),
    ],
  },
];

function largerThanOne(analysis: Analysis, subject: string): Statement {
  return calculated(
    analysis,
    `${subject}'s image is larger than each of ${separate}'s`,
    [
      ["image/total", subject],
      ["image/sum", separate],
      ["image/images", separate],
    ],
    (total, sum, images) => ({
      holds: total > sum / images,
      says: `${formatValue(total, "bytes")} against ${formatValue(sum / images, "bytes")}`,
    }),
  );
}

function withoutPower(analysis: Analysis, subject: string): Statement[] {
  return [
    numberIs(analysis, "posture/services.root", subject, { atMost: 0 }),
    numberIs(analysis, "posture/services.capabilities", subject, { atMost: 0 }),
    numberIs(analysis, "posture/root.capabilities", subject, { atMost: 0 }),
    isSo(analysis, "posture/readOnlyRoot", subject, true),
    isSo(analysis, "posture/network.peer", subject, true),
    // It works if it answers at all: without an answer the figure has a reason and no number.
    isMeasured(analysis, "startup/create.answer", subject),
  ];
}
