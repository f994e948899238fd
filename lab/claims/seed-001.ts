import type { Analysis } from "../analysis/contract.ts";
import { formatShare, formatValue } from "../analysis/format.ts";
import type { Claim } from "./contract.ts";
import { calculated, compared, isSo, numberIs, numberOf } from "./deciding.ts";
import { briefly, cannotTell, overall, verdictOf, type Finding } from "./finding.ts";
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
    decide: (analysis) =>
      verdictOf(
        ...told.map((figure) => isSo(analysis, figure, broken, false)),
        isSo(analysis, "shutdown/hup.stops", broken, true),
        ...told.map((figure) => isSo(analysis, figure, repaired, true)),
      ),
  },
  {
    id: "001-2",
    source,
    claim:
      "An image for several services is larger than an image for one, and leaving out files that are never opened cuts it to a third.",
    figures: ["image/slimRatio", "image/slim", "image/total", "image/sum", "image/images"],
    decide: (analysis) =>
      verdictOf(
        overall(
          "the files that are opened are a third or less",
          sharedContainers(analysis).map((subject) => slimmed(analysis, subject)),
          noSharedContainer,
        ),
        overall(
          `larger than each of ${separate}'s images`,
          sharedContainers(analysis).map((subject) => largerThanOne(analysis, subject)),
          noSharedContainer,
        ),
      ),
  },
  {
    id: "001-3",
    source,
    claim: "Several small images together are not larger than one large image, since they share layers.",
    figures: ["image/total", "image/sum", "image/shared"],
    decide: (analysis) =>
      verdictOf(
        overall(
          `${separate}'s images together (${shownOf(analysis, "image/total", separate)}) are not larger than one image`,
          sharedContainers(analysis).map((subject) => notLarger(analysis, subject)),
          noSharedContainer,
        ),
        calculated(
          analysis,
          [
            ["image/sum", separate],
            ["image/total", separate],
          ],
          (sum, total) => ({
            holds: sum > total,
            says: `${separate}'s images share ${formatValue(sum - total, "bytes")} of layers`,
          }),
        ),
      ),
  },
  {
    id: "001-4",
    source,
    claim: "A web application and its workers scale independently once each has its own container.",
    figures: ["scaling/alone", "scaling/reached"],
    decide: (analysis) =>
      verdictOf(
        isSo(analysis, "scaling/alone", separate, true),
        numberIs(analysis, "scaling/reached", separate, (copies) => copies >= 20),
        cannotTell("jobs per second by number of workers, which needs a workload with a queue"),
      ),
  },
  {
    id: "001-5",
    source,
    claim: "One container per service gives each service a usable log, and syslog with one setting.",
    figures: ["logs/attributable", "logs/syslog.works", "logs/syslog.attributable"],
    decide: (analysis) =>
      verdictOf(
        ...["attributable", "syslog.works", "syslog.attributable"].map((name) =>
          isSo(analysis, `logs/${name}`, separate, true),
        ),
      ),
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
    decide: (analysis) => {
      const verdict = verdictOf(...withoutPower(analysis, separate));
      const others = sharedContainers(analysis).filter((subject) =>
        withoutPower(analysis, subject).every(({ holds }) => holds === "yes"),
      );
      const also =
        others.length === 0
          ? "No measured approach with a shared container does all of that."
          : `With a shared container, these do it too: ${others.join(", ")}.`;
      return { ...verdict, because: `${verdict.because} ${also}` };
    },
  },
  {
    id: "001-7",
    source,
    claim: "Services in one container can reach each other without declaring it; in separate containers they cannot.",
    figures: ["posture/undeclared"],
    decide: (analysis) =>
      verdictOf(
        overall(
          "undeclared ports answer",
          sharedContainers(analysis).map((subject) =>
            briefly(
              subject,
              numberIs(analysis, "posture/undeclared", subject, (ports) => ports > 0),
            ),
          ),
          noSharedContainer,
        ),
        numberIs(analysis, "posture/undeclared", separate, (ports) => ports === 0),
      ),
  },
];

function slimmed(analysis: Analysis, subject: string): Finding {
  const finding = numberIs(analysis, "image/slimRatio", subject, (ratio) => ratio <= third);
  const summary = analysis.summary("image/slimRatio", subject);
  return briefly(subject, finding, summary.kind === "number" ? formatShare(summary.median) : undefined);
}

function notLarger(analysis: Analysis, subject: string): Finding {
  const finding = compared(analysis, "image/total", separate, "not higher", subject);
  return briefly(subject, finding, finding.evidence[1]?.shown);
}

function largerThanOne(analysis: Analysis, subject: string): Finding {
  const finding = calculated(
    analysis,
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
  return briefly(subject, finding, finding.says);
}

function shownOf(analysis: Analysis, figure: string, subject: string): string {
  const number = numberOf(analysis, figure, subject);
  return "missing" in number ? "not known" : number.evidence.shown;
}

function withoutPower(analysis: Analysis, subject: string): Finding[] {
  return [
    numberIs(analysis, "posture/services.root", subject, (services) => services === 0),
    numberIs(analysis, "posture/services.capabilities", subject, (capabilities) => capabilities === 0),
    numberIs(analysis, "posture/root.capabilities", subject, (capabilities) => capabilities === 0),
    isSo(analysis, "posture/readOnlyRoot", subject, true),
    isSo(analysis, "posture/network.peer", subject, true),
    // It works if it answers at all: without an answer the figure has a reason and no number.
    numberIs(analysis, "startup/create.answer", subject, () => true),
  ];
}
