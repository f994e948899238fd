import type { Analysis } from "../analysis/contract.ts";
import { criteria } from "../ranking/criteria.ts";
import type { Claim, Statement } from "./contract.ts";
import { boundOf, calculated, isSo, numberIs } from "./deciding.ts";
import { each } from "./finding.ts";
import { rankInOrder } from "./priority.ts";
import { readinessChecks, readinessOf, worse } from "./readiness.ts";
import { noneMeasured, separate, supervisord, systemd } from "./subjects.ts";

const source = "Comparison of systemd, supervisord and separate containers (000)";

/** What the document says. */
const pollSeconds = 5;

/** Claims that conclude from all others. */
export const judgementsOfThree: readonly Claim[] = [
  {
    id: "000-12",
    source,
    claim:
      "A separate container holds one process, which is what Docker is made for, and that process does the duties of PID 1; one container for all services holds more.",
    figures: [
      ...[
        "complexity/processes",
        "complexity/containers",
        "complexity/supervising",
        "zombies/left",
        "shutdown/stop.told.entry",
      ],
      "shutdown/stop.exitCode",
    ],
    statements: (analysis) => [
      processesEach(analysis, separate, true),
      processesEach(analysis, supervisord, false),
      processesEach(analysis, systemd, false),
      numberIs(analysis, "zombies/left", separate, { atMost: 0 }),
      isSo(analysis, "shutdown/stop.told.entry", separate, true),
      numberIs(analysis, "shutdown/stop.exitCode", separate, { from: 0, to: 0 }),
    ],
  },
  {
    id: "000-13",
    source,
    claim:
      "Separate containers are ready for production; supervisord is not recommended for it, and systemd even less so.",
    figures: readinessChecks.flatMap(({ figures }) => figures),
    statements: (analysis) => [...readiness(analysis)],
  },
  {
    id: "000-14",
    source,
    claim:
      "The order of preference is separate containers, then supervisord, then systemd (here: in the ranking with its default weights).",
    figures: criteria.flatMap(({ parts }) => parts.map(({ figure }) => figure)),
    statements: (analysis) => [...rankInOrder(analysis, [separate, supervisord, systemd])],
  },
  {
    id: "000-16",
    source,
    claim: "In every approach the peer polls the entry every 5 s and gets JSON with a host name and a time.",
    figures: ["polling/interval", "polling/answers"],
    statements: (analysis) => [
      ...each(analysis.subjects, noneMeasured, "the time between two polls is 5 s, plus or minus 0.5 s", (subject) =>
        numberIs(analysis, "polling/interval", subject, {
          from: pollSeconds - boundOf("000-16.seconds"),
          to: pollSeconds + boundOf("000-16.seconds"),
        }),
      ),
      ...each(analysis.subjects, noneMeasured, "the answer has a host name and a time", (subject) =>
        isSo(analysis, "polling/answers", subject, true),
      ),
    ],
  },
];

function processesEach(analysis: Analysis, subject: string, one: boolean): Statement {
  return calculated(
    analysis,
    `${subject} has ${one ? "one process" : "more than one process"} per container`,
    [
      ["complexity/processes", subject],
      ["complexity/containers", subject],
      ["complexity/supervising", subject],
    ],
    (processes, containers, others) => ({
      holds: processes <= containers === one,
      says: `${processes} processes in ${containers} ${containers === 1 ? "container" : "containers"}, ${others} of them ${others === 1 ? "a supervisor or helper" : "supervisors or helpers"}`,
    }),
  );
}

function readiness(analysis: Analysis): Statement[] {
  return [
    readinessOf(analysis, separate, `${separate} passes all checks`, (failed) => failed === 0),
    readinessOf(analysis, supervisord, `${supervisord} fails a check`, (failed) => failed > 0),
    worse(analysis, systemd, supervisord),
  ];
}
