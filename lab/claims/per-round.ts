import type { Analysis } from "../analysis/contract.ts";
import { formatValue } from "../analysis/format.ts";
import type { Judgement, PartOutcome, Statement } from "./contract.ts";
import { boundText, sides, type Bound } from "./deciding.ts";
import { unknown } from "./finding.ts";
import { missingOf, soundSummary, titleOf, unitOf } from "./values.ts";

/**
 * What is categorical is measured in two rounds, too few for an interval of a median. Held against a bound, such a number is a fact like a yes or
 * no: every round must be on the same side.
 */
interface Side {
  /** Undefined if there are fewer than two rounds, or if they disagree. */
  readonly within: boolean | undefined;
  readonly says: string;
  readonly judgement: (outcome: PartOutcome) => Judgement;
}

/** Every round of a categorical number is within the bound; it fails if every round is beyond it. */
export function everyRoundIs(analysis: Analysis, figure: string, subject: string, bound: Bound): Statement {
  const title = `${subject}: ${titleOf(analysis, figure)}, ${boundText(bound, analysis, figure)}`;
  const judge = () => {
    const { within, says, judgement } = sideOf(analysis, figure, subject, bound);
    return within === undefined ? unknown(says) : judgement(within ? "holds" : "fails");
  };
  return { title, comparisons: [], judge };
}

/**
 * One subject is within the bound and the other is not. If it is the other way round, this fails; if both are on the same side, they are
 * equivalent.
 */
export function onlyWithin(
  analysis: Analysis,
  figure: string,
  subject: string,
  other: string,
  bound: Bound,
): Statement {
  const title = `${titleOf(analysis, figure)}, ${boundText(bound, analysis, figure)}: ${subject}, and not ${other}`;
  const judge = (): Judgement => {
    const [a, b] = [subject, other].map((one) => sideOf(analysis, figure, one, bound));
    if (a?.within === undefined || b?.within === undefined)
      return unknown([a, b].flatMap((one) => (one?.within === undefined ? (one?.says ?? []) : [])).join("; "));
    const outcome = a.within === b.within ? "equivalent" : a.within ? "holds" : "fails";
    const evidence = [...a.judgement(outcome).evidence, ...b.judgement(outcome).evidence];
    return { outcome, says: `${a.says} against ${b.says}`, evidence };
  };
  return { title, comparisons: [], judge };
}

function sideOf(analysis: Analysis, figure: string, subject: string, bound: Bound): Side {
  const summary = soundSummary(analysis, figure, subject);
  const none = (reason: string): Side => {
    const { missing } = missingOf(analysis, figure, subject, reason);
    return { within: undefined, says: missing, judgement: () => unknown(missing) };
  };
  if (summary.kind !== "number") return none(summary.kind === "missing" ? summary.reason : "no number");
  const { values } = summary;
  const unit = unitOf(analysis, figure);
  const shown = [...new Set(values.map((value) => formatValue(value, unit)))].join(" and ");
  if (values.length < 2) return none(`${shown} in the only round`);
  const places = new Set(values.map((value) => sides(bound, value, value)[0]));
  if (places.size > 1) return none(`the rounds disagree: ${shown}`);
  const judgement = (outcome: PartOutcome): Judgement => ({
    outcome,
    says: shown,
    evidence: [{ figure, subject, shown }],
  });
  return { within: places.has(true), says: shown, judgement };
}
