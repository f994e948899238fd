import type { Analysis } from "../analysis/contract.ts";
import type { Claim, Statement } from "./contract.ts";
import { boundOf, isSo } from "./deciding.ts";
import { cannotTell, each, everyOne } from "./finding.ts";
import { everyRoundIs } from "./per-round.ts";
import { sources } from "./sources.ts";
import { noneMeasured, plain, separate, sharedContainers } from "./subjects.ts";
import { factOf, titleOf } from "./values.ts";

const source = sources.systems;
const ofDocker = "It is about Docker, not about differences between approaches.";

/** Claims about Docker's daemon, logs and restarts. */
export const ofDaemon: readonly Claim[] = [
  {
    id: "002-1",
    source,
    claim:
      "Docker's JSON log files grow without limit and cannot be rotated, and the daemon is a bottleneck for services that write a lot.",
    notComparative: ofDocker,
    figures: ["logs/disk.unlimited", "logs/disk.rotated", "logs/lost", "logs/slowest"],
    untested: "from which rate on the daemon is the limit, which takes a logger that goes around it for comparison",
    statements: (analysis) => [
      everyRoundIs(analysis, "logs/disk.unlimited", separate, { atLeast: boundOf("002-1.written") }),
      everyRoundIs(analysis, "logs/disk.rotated", separate, { atLeast: boundOf("002-1.written") }),
      everyRoundIs(analysis, "logs/lost", separate, { above: 0 }),
      everyRoundIs(analysis, "logs/slowest", separate, { above: boundOf("002-1.pace") }),
    ],
  },
  {
    id: "002-2",
    source,
    claim: "When the Docker daemon is stopped, all containers are shut down.",
    notComparative: ofDocker,
    figures: [],
    needs: "a private Docker daemon that may be stopped, with live-restore and without it",
    statements: () => [cannotTell("what a stop of a private Docker daemon does to running containers")],
  },
  {
    id: "002-3",
    source,
    claim: "Docker does not restart a container whose PID 1 dies.",
    notComparative: ofDocker,
    figures: ["recovery/first.back"],
    statements: (analysis) => [nowhere(analysis, "recovery/first.back")],
  },
  {
    id: "002-4",
    source,
    claim: "Docker has no read-only file systems.",
    notComparative: ofDocker,
    figures: ["posture/readOnlyRoot"],
    statements: (analysis) => [nowhere(analysis, "posture/readOnlyRoot")],
  },
  {
    id: "002-8",
    source,
    claim: "When the Docker daemon crashes, all containers are killed.",
    notComparative: ofDocker,
    figures: [],
    needs: "a private Docker daemon that may be killed, with live-restore and without it",
    statements: () => [cannotTell("what a crash of a private Docker daemon does to running containers")],
  },
  {
    id: "002-9",
    source,
    claim:
      "Logging inside the container gets around Docker's daemon, at two costs: docker logs no longer has the lines, and a logger needs memory and processor time in the container.",
    figures: ["logs/docker", "logs/loggers.cpu"],
    statements: (analysis) => [
      ...each(
        sharedContainers(analysis),
        "no approach with a supervisor was measured",
        "docker logs lacks the lines of services that something in the container handles",
        (subject) =>
          everyOne("", [
            everyRoundIs(analysis, "logs/loggers.cpu", subject, { above: boundOf("002-9.cpu") }),
            isSo(analysis, "logs/docker", subject, false),
          ]),
      ),
      everyRoundIs(analysis, "logs/loggers.cpu", separate, { atMost: boundOf("002-9.cpu") }),
      isSo(analysis, "logs/docker", separate, true),
    ],
  },
  {
    id: "002-10",
    source,
    claim:
      "A rogue process in a container can fill the host's disk: with Docker's defaults, and as this project hardens it (read-only root, bounded tmpfs).",
    figures: ["state/fills"],
    statements: (analysis) => [plain.separate, separate].map((subject) => isSo(analysis, "state/fills", subject, true)),
  },
];

/** Holds if no subject has it; one that does is enough against it. */
function nowhere(analysis: Analysis, figure: string): Statement {
  const none = analysis.subjects.map((subject) => isSo(analysis, figure, subject, false));
  const title = `${titleOf(analysis, figure)}: nowhere`;
  if (none.length === 0) return cannotTell(noneMeasured, title);
  const having = analysis.subjects.filter((subject) => {
    const fact = factOf(analysis, figure, subject);
    return "value" in fact && fact.value === true;
  });
  return everyOne(having.length === 0 ? title : `${title} (it is in ${having.join(", ")})`, none);
}
