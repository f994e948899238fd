import type { Analysis, Comparison, Effect, Side } from "../analysis/contract.ts";
import { effectText } from "../analysis/effect-text.ts";
import { formatValue } from "../analysis/format.ts";
import { usualLevel } from "../analysis/summarise.ts";
import { rules } from "../rules/rules.ts";
import type { Judgement, PartOutcome, Statement } from "./contract.ts";
import { cannotTell, unknown } from "./finding.ts";
import { factOf, located, numberOf, soundSummary, titleOf, unitOf, type Located } from "./values.ts";

/** The subject's figure has the expected value in every round. */
export function isSo(analysis: Analysis, figure: string, subject: string, expected: boolean): Statement {
  const title = `${subject}: ${titleOf(analysis, figure)} (said: ${expected ? "yes" : "no"})`;
  const fact = factOf(analysis, figure, subject);
  if ("missing" in fact) return cannotTell(fact.missing, title);
  const outcome = fact.value === expected ? "holds" : "fails";
  return { title, comparisons: [], judge: () => ({ outcome, says: fact.evidence.shown, evidence: [fact.evidence] }) };
}

/** What a number is held against. Rates are in percent. */
export type Bound =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly above: number }
  | { readonly below: number }
  | { readonly from: number; readonly to: number };

/** A bound of rules.yaml. @param name claim and name, such as `000-16.seconds` @throws if there is none: a mistake of this project */
export function boundOf(name: string): number {
  const bound = rules.bounds[name];
  if (bound === undefined) throw new Error(`rules.yaml has no bound ${name}`);
  return bound.value;
}

/** The figure's number or rate is within the bound: its whole interval is. If the whole interval is beyond it, this fails; else it is unknown. */
export function numberIs(analysis: Analysis, figure: string, subject: string, bound: Bound): Statement {
  const title = `${subject}: ${titleOf(analysis, figure)}, ${boundText(bound, analysis, figure)}`;
  const place = located(analysis, figure, subject, usualLevel);
  if ("missing" in place) return cannotTell(place.missing, title);
  return { title, comparisons: [], judge: () => against(bound, place, analysis, figure) };
}

function against(bound: Bound, { interval, evidence }: Located, analysis: Analysis, figure: string): Judgement {
  const { low, high } = interval;
  const [within, beyond] = sides(bound, low, high);
  const outcome: PartOutcome = within ? "holds" : beyond ? "fails" : "unknown";
  const unit = unitOf(analysis, figure);
  const range = low === high || unit === "trials" ? "" : ` (${formatValue(low, unit)} to ${formatValue(high, unit)})`;
  return { outcome, says: `${evidence.shown}${range}`, evidence: [evidence] };
}

/** Whether an interval is wholly within the bound, and whether it is wholly beyond it. */
export function sides(bound: Bound, low: number, high: number): readonly [within: boolean, beyond: boolean] {
  if ("atMost" in bound) return [high <= bound.atMost, low > bound.atMost];
  if ("atLeast" in bound) return [low >= bound.atLeast, high < bound.atLeast];
  if ("above" in bound) return [low > bound.above, high <= bound.above];
  if ("below" in bound) return [high < bound.below, low >= bound.below];
  return [low >= bound.from && high <= bound.to, high < bound.from || low > bound.to];
}

/** Such as `at most 5 %`. */
export function boundText(bound: Bound, analysis: Analysis, figure: string): string {
  const unit = unitOf(analysis, figure);
  const show = (value: number) => formatValue(value, unit === "trials" ? "percent" : unit);
  if ("atMost" in bound) return `at most ${show(bound.atMost)}`;
  if ("atLeast" in bound) return `at least ${show(bound.atLeast)}`;
  if ("above" in bound) return `more than ${show(bound.above)}`;
  if ("below" in bound) return `less than ${show(bound.below)}`;
  return bound.from === bound.to ? show(bound.from) : `from ${show(bound.from)} to ${show(bound.to)}`;
}

/** There is a number at all: it works. */
export function isMeasured(analysis: Analysis, figure: string, subject: string): Statement {
  const title = `${subject}: ${titleOf(analysis, figure)}`;
  const number = numberOf(analysis, figure, subject);
  if ("missing" in number) return cannotTell(number.missing, title);
  const { evidence } = number;
  return { title, comparisons: [], judge: () => ({ outcome: "holds", says: evidence.shown, evidence: [evidence] }) };
}

/**
 * - `lower`, `higher`: by more than the margin.
 * - `equivalent`: the difference is within the margin.
 * - `not higher`, `not lower`: not by more than the margin.
 */
export type Relation = "lower" | "higher" | "equivalent" | "not higher" | "not lower";

const words: Readonly<Record<Relation, string>> = {
  lower: "less than",
  higher: "more than",
  equivalent: "the same as",
  "not higher": "not more than",
  "not lower": "not less than",
};

/** The first subject's figure has this relation to the other's. */
export function compared(
  analysis: Analysis,
  figure: string,
  subject: string,
  relation: Relation,
  other: string,
): Statement {
  const title = `${titleOf(analysis, figure)}: ${subject} ${words[relation]} ${other}`;
  return ofSides(analysis, title, [figure, subject], relation, [figure, other]);
}

/** One figure of a subject has this relation to another figure of it. */
export function comparedFigures(
  analysis: Analysis,
  subject: string,
  figure: string,
  relation: Relation,
  other: string,
): Statement {
  const title = `${subject}: ${titleOf(analysis, figure)}, ${words[relation]}: ${titleOf(analysis, other)}`;
  return ofSides(analysis, title, [figure, subject], relation, [other, subject]);
}

function ofSides(analysis: Analysis, title: string, left: Side, relation: Relation, right: Side): Statement {
  const judge = (level: number): Judgement => {
    const values = [left, right].map(([figure, subject]) => shownValueOf(analysis, figure, subject));
    const missing = values.filter((value) => "missing" in value);
    if (missing.length > 0) return unknown(missing.map((one) => one.missing).join("; "));
    const evidence = values.filter((value) => "evidence" in value).map((value) => value.evidence);
    const { verdict, effect, reason } = analysis.compare(left, right, level);
    if (effect === undefined) return unknown(reason);
    const shown = evidence.map((one) => one.shown).join(" against ");
    const says = `${shown}, ${effectText(effect, unitOf(analysis, left[0]))}`;
    return { outcome: relates(relation, verdict, effect), says, evidence };
  };
  return { title, comparisons: [{ left, right }], judge };
}

function relates(relation: Relation, verdict: Comparison["verdict"], effect: Effect): PartOutcome {
  if (relation === "not higher" || relation === "not lower") return notBeyond(relation, effect);
  if (verdict === "unknown") return "unknown";
  if (verdict === relation) return "holds";
  return verdict === "equivalent" ? "equivalent" : "fails";
}

/** Only one end of the margin counts: the interval may cross the other. */
function notBeyond(relation: "not higher" | "not lower", { low, high, margin }: Effect): PartOutcome {
  const [farthest, nearest, most] = relation === "not higher" ? [high, low, margin.high] : [-low, -high, -margin.low];
  if (farthest <= most) return "holds";
  return nearest > most ? "fails" : "unknown";
}

function shownValueOf(analysis: Analysis, figure: string, subject: string): ReturnType<typeof numberOf> {
  const summary = soundSummary(analysis, figure, subject);
  if (summary.kind !== "rate") return numberOf(analysis, figure, subject);
  const shown = formatValue({ hits: summary.hits, of: summary.of }, "trials");
  return { value: summary.rate, evidence: { figure, subject, shown } };
}

/**
 * A statement about numbers of several figures and subjects. It holds or fails if it does so at every combination of the ends of their
 * intervals, so `judge` should rise or fall with each number; else it is unknown.
 * @param comparisons the sides that it compares, if it compares subjects. @default none
 */
export function calculated(
  analysis: Analysis,
  title: string,
  wanted: readonly Side[],
  judge: (...values: number[]) => { readonly holds: boolean; readonly says: string },
): Statement {
  const subjects = [...new Set(wanted.map(([, subject]) => subject))];
  const [first] = wanted;
  // Comparing subjects is one comparison, of the first side with the first one of another subject.
  const other = wanted.find(([, subject]) => subject !== first?.[1]);
  const comparisons =
    subjects.length < 2 || first === undefined || other === undefined ? [] : [{ left: first, right: other }];
  const decideAt = (level: number): Judgement => {
    // Several intervals must hold together.
    const each = 1 - (1 - level) / Math.max(1, wanted.length);
    const places = wanted.map(([figure, subject]) => located(analysis, figure, subject, each));
    const missing = places.filter((place) => "missing" in place);
    if (missing.length > 0) return unknown([...new Set(missing.map((one) => one.missing))].join("; "));
    const known = places.filter((place) => "value" in place);
    const corners = combinations(known.map(({ interval }) => [interval.low, interval.high]));
    const { holds, says } = judge(...known.map(({ value }) => value));
    const clear = corners.every((corner) => judge(...corner).holds === holds);
    return {
      outcome: clear ? (holds ? "holds" : "fails") : "unknown",
      says,
      evidence: known.map((one) => one.evidence),
    };
  };
  return { title, comparisons, judge: decideAt };
}

/** Every choice of one item from each list. */
function combinations(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>(
    (chosen, list) => chosen.flatMap((some) => [...new Set(list)].map((item) => [...some, item])),
    [[]],
  );
}
