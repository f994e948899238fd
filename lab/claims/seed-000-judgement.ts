import type { Analysis } from "../analysis/contract.ts";
import { criteria } from "../ranking/criteria.ts";
import type { Claim } from "./contract.ts";
import { calculated, isSo, numberIs } from "./deciding.ts";
import { briefly, cannotTell, overall, verdictOf, type Finding } from "./finding.ts";
import { rankInOrder } from "./priority.ts";
import { readinessChecks, readinessOf } from "./readiness.ts";
import { noneMeasured, separate, supervisord, systemd } from "./subjects.ts";

const source = "Comparison of systemd, supervisord and separate containers (000)";

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
    decide: (analysis) =>
      verdictOf(
        processesEach(analysis, separate, true),
        processesEach(analysis, supervisord, false),
        processesEach(analysis, systemd, false),
        numberIs(analysis, "zombies/left", separate, (left) => left === 0),
        isSo(analysis, "shutdown/stop.told.entry", separate, true),
        numberIs(analysis, "shutdown/stop.exitCode", separate, (code) => code === 0),
      ),
  },
  {
    id: "000-13",
    source,
    claim:
      "Separate containers are ready for production; supervisord is not recommended for it, and systemd even less so.",
    figures: readinessChecks.flatMap(({ figures }) => figures),
    decide: (analysis) => verdictOf(...readiness(analysis)),
  },
  {
    id: "000-14",
    source,
    claim:
      "The order of preference is separate containers, then supervisord, then systemd (here: in the ranking with its default weights).",
    figures: criteria.flatMap(({ parts }) => parts.map(({ figure }) => figure)),
    decide: (analysis) => verdictOf(...rankInOrder(analysis, [separate, supervisord, systemd])),
  },
  {
    id: "000-16",
    source,
    claim: "In every approach the peer polls the entry every 5 s and gets JSON with a host name and a time.",
    figures: ["polling/interval", "polling/answers"],
    decide: (analysis) =>
      verdictOf(
        overall(
          "the time between two polls is 5 s, plus or minus 0.5 s",
          analysis.subjects.map((subject) =>
            briefly(
              subject,
              numberIs(analysis, "polling/interval", subject, (seconds) => Math.abs(seconds - 5) <= 0.5),
            ),
          ),
          noneMeasured,
        ),
        overall(
          "the answer has a host name and a time",
          analysis.subjects.map((subject) => briefly(subject, isSo(analysis, "polling/answers", subject, true))),
          noneMeasured,
        ),
      ),
  },
];

function processesEach(analysis: Analysis, subject: string, one: boolean): Finding {
  return calculated(
    analysis,
    [
      ["complexity/processes", subject],
      ["complexity/containers", subject],
      ["complexity/supervising", subject],
    ],
    (processes, containers, others) => ({
      holds: processes <= containers === one,
      says: `${subject}: ${processes} processes in ${containers} ${containers === 1 ? "container" : "containers"}, ${others} of them ${others === 1 ? "a supervisor or helper" : "supervisors or helpers"}`,
    }),
  );
}

function readiness(analysis: Analysis): Finding[] {
  const [ofSeparate, ofSupervisord, ofSystemd] = [separate, supervisord, systemd].map((subject) =>
    readinessOf(analysis, subject),
  );
  if (ofSeparate === undefined || ofSupervisord === undefined || ofSystemd === undefined)
    return [cannotTell(noneMeasured)];
  const supervisordFailed = "failed" in ofSupervisord ? ofSupervisord.failed : undefined;
  const judged = (one: typeof ofSeparate, holds: (failed: number) => boolean) =>
    "failed" in one ? one.finding(holds(one.failed)) : one;
  return [
    judged(ofSeparate, (failed) => failed === 0),
    judged(ofSupervisord, (failed) => failed > 0),
    supervisordFailed === undefined
      ? cannotTell(`the number of checks that ${supervisord} fails`)
      : judged(ofSystemd, (failed) => failed > supervisordFailed),
  ];
}
