import type { Part } from "../ranking/contract.ts";
import { criteria } from "../ranking/criteria.ts";
import type { Claim } from "./contract.ts";
import { boundOf, compared, isSo, numberIs } from "./deciding.ts";
import { each } from "./finding.ts";
import { rankInOrder } from "./priority.ts";
import { readinessFigures, readinessOf, worse } from "./readiness.ts";
import { sources } from "./sources.ts";
import { noneMeasured, separate, supervisord, systemd } from "./subjects.ts";

const source = sources.comparison;

/** Claims that conclude from all others. */
export const judgementsOfThree: readonly Claim[] = [
  {
    id: "000-12",
    source,
    claim:
      "A separate container follows the practice of one process, which does the duties of PID 1; supervisord violates it, and systemd violates it more.",
    figures: ["zombies/left", "shutdown/stop.told.entry", "shutdown/stop.exitCode", "complexity/supervising"],
    facts: [
      {
        sentence:
          "Services in a container: one each in separate, both in one with supervisord and systemd. Docker's init, which this project adds, is one more process.",
        source: "stacks/placement",
      },
    ],
    statements: (analysis) => [
      numberIs(analysis, "zombies/left", separate, { atMost: 0 }),
      isSo(analysis, "shutdown/stop.told.entry", separate, true),
      numberIs(analysis, "shutdown/stop.exitCode", separate, { atMost: 0 }),
      compared(analysis, "complexity/supervising", systemd, "higher", supervisord),
      ...[supervisord, systemd].map((single) =>
        compared(analysis, "complexity/supervising", separate, "lower", single),
      ),
    ],
  },
  {
    id: "000-13",
    source,
    claim:
      "Separate containers are ready for production; supervisord is not recommended for it, and systemd even less so. By a published checklist.",
    figures: readinessFigures,
    statements: (analysis) => [
      readinessOf(analysis, separate, `${separate} passes every item`, (failed) => failed === 0),
      readinessOf(analysis, supervisord, `${supervisord} does not pass every item`, (failed) => failed > 0),
      worse(analysis, systemd, supervisord),
    ],
  },
  {
    id: "000-14",
    source,
    claim:
      "The order of preference is separate containers, then supervisord, then systemd (here: in the ranking, for every purpose).",
    figures: criteria.flatMap(({ parts }) => parts.flatMap(figuresOfPart)),
    statements: (analysis) => rankInOrder(analysis, [separate, supervisord, systemd]),
  },
  {
    id: "000-16",
    source,
    claim: "In every approach the peer polls the entry every 5 s and gets JSON with a host name and a time.",
    notComparative: "It says the same of every approach.",
    figures: ["polling/seconds", "polling/answered", "polling/answers"],
    statements: (analysis) => [
      ...each(analysis.subjects, noneMeasured, "whole seconds between two polls", (subject) =>
        numberIs(analysis, "polling/seconds", subject, {
          from: boundOf("000-16.seconds"),
          to: boundOf("000-16.seconds"),
        }),
      ),
      ...each(analysis.subjects, noneMeasured, "polls are answered", (subject) =>
        isSo(analysis, "polling/answered", subject, true),
      ),
      ...each(analysis.subjects, noneMeasured, "the answer has a host name and a time", (subject) =>
        isSo(analysis, "polling/answers", subject, true),
      ),
    ],
  },
];

/** A criterion's part may hold only under a condition, have another way, or be a share of a whole. */
function figuresOfPart(part: Part): readonly string[] {
  if (part.how === "lost-of") return [part.figure, part.whole];
  const further = part.how === "scale" ? [part.onlyIf, part.or] : [];
  return [part.figure, ...further.filter((figure) => figure !== undefined)];
}
