import type { Analysis } from "../analysis/contract.ts";
import type { Claim, Statement } from "./contract.ts";
import { boundOf, calculated, compared } from "./deciding.ts";
import { cannotTell, judged } from "./finding.ts";
import { onlyWithin } from "./per-round.ts";
import { sources } from "./sources.ts";
import { limited, plain } from "./subjects.ts";

const source = sources.comparison;

/** What must be written, given to Docker, run and installed. */
const complexities = ["lines.configuration", "orchestration", "processes", "packages"].map(
  (name) => `complexity/${name}`,
);

/** Claims about complexity, about what separate containers cost, and about what systemd offers for its own. */
export const complexityOfThree: readonly Claim[] = [
  {
    id: "000-5",
    source,
    claim:
      "systemd in a container is the most complex, supervisord is in between, and each separate container is simple. Of all three as their users write them, without this project's own programs.",
    figures: [...complexities, "complexity/containers"],
    statements: (analysis) => [
      ...complexities.map((figure) => compared(analysis, figure, plain.systemd, "higher", plain.supervisord)),
      ...["lines.configuration", "orchestration"].map((name) => simplerEach(analysis, `complexity/${name}`)),
    ],
  },
  {
    id: "000-18",
    source,
    claim:
      "Separate containers cost more orchestration and more artefacts to build. Of all three as their users write them; their memory and latency are in 000-1 and 000-2.",
    figures: ["complexity/orchestration", "complexity/steps", "complexity/resources"],
    facts: [
      {
        sentence: "Separate containers need an image each: two here, instead of one.",
        source: "stacks/placement/apart.ts",
      },
    ],
    statements: (analysis) =>
      ["complexity/orchestration", "complexity/steps", "complexity/resources"].flatMap((figure) =>
        [plain.supervisord, plain.systemd].map((single) =>
          compared(analysis, figure, plain.separate, "higher", single),
        ),
      ),
  },
  {
    id: "000-20",
    source,
    claim: "systemd offers more than supervisord: limits for each service, and dependencies between services.",
    figures: ["blast/forks.deployed.failed", "blast/memory.deployed.died"],
    untested: "socket activation, which no approach here uses",
    statements: (analysis) => [
      onlyWithin(analysis, "blast/forks.deployed.failed", limited.systemd, limited.supervisord, {
        atMost: boundOf("faults.spared"),
      }),
      compared(analysis, "blast/memory.deployed.died", limited.systemd, "lower", limited.supervisord),
      ordersServices(analysis),
    ],
  },
];

/** A container of several has less of it than the one that holds all services. */
function simplerEach(analysis: Analysis, figure: string): Statement {
  const sides = [
    [figure, plain.separate],
    ["complexity/containers", plain.separate],
    [figure, plain.supervisord],
  ] as const;
  const title = `${figure}: less in each separate container than in the one with supervisord`;
  return calculated(analysis, title, sides, (all, containers, one) => ({
    holds: all / containers < one,
    says: `${Math.round(all / containers)} in each of ${containers} against ${one}`,
  }));
}

/** Whether only the first of the two starts services in the order of their dependencies: a trait, which post-deploy tests check. */
function ordersServices(analysis: Analysis): Statement {
  const title = `${plain.systemd} starts a service after those that it depends on, ${plain.supervisord} does not`;
  const traits = [plain.systemd, plain.supervisord].map((subject) =>
    analysis.subjects.includes(subject)
      ? analysis.run.subjects.find(({ name }) => name === subject)?.traits["ordersStart"]
      : undefined,
  );
  const [first, second] = traits;
  if (first === undefined || second === undefined)
    return cannotTell(`${plain.systemd} or ${plain.supervisord}, not measured in this run`, title);
  const outcome = first === second ? "equivalent" : first === true ? "holds" : "fails";
  const shown = (trait: boolean | number) => (trait === true ? "yes" : "no");
  return judged(title, { outcome, says: `${shown(first)} against ${shown(second)}`, evidence: [] });
}
