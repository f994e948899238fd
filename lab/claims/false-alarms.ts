import type { Analysis, Interval } from "../analysis/contract.ts";
import { twinsOf } from "../analysis/noise.ts";
import { rateInterval } from "../analysis/rates.ts";
import { usualLevel } from "../analysis/summarise.ts";
import type { Claim } from "./contract.ts";
import { levelOf } from "./finding.ts";

/** How often two equal deployments are taken for different, where claims compare approaches. */
export interface FalseAlarms {
  /** Approach that is deployed twice, and its twin; undefined if the run has none. */
  readonly twins: { readonly subject: string; readonly twin: string } | undefined;
  /** Comparisons between approaches in all claims, where the twins have the figure and an interval: as many as the claims make. */
  readonly comparisons: AlarmCount;
  /** The same by figure, each counted once, at the highest level that a claim asks for: comparisons of one figure see the same data. */
  readonly figures: AlarmCount & {
    /** Exact 95 % interval of the rate, in shares; undefined if there are no figures. */
    readonly rate: Interval | undefined;
  };
  /** Figures whose interval leaves out "no difference" without reaching the margin: what the margin keeps from being an alarm. */
  readonly withoutMargin: number;
  /** Figures that were found lower or higher, or different. */
  readonly alarming: readonly string[];
  /** Figures of such comparisons that the twins cannot tell about: no twin, no value, or too few rounds. */
  readonly untested: readonly string[];
}

export interface AlarmCount {
  readonly alarms: number;
  readonly of: number;
}

/** Feeds the run's twins to every comparison between approaches that a claim makes, at the claim's level. */
export function falseAlarms(analysis: Analysis, claims: readonly Claim[]): FalseAlarms {
  const asked = claims.flatMap((claim) => askedBy(claim, analysis));
  const levels = new Map<string, number>();
  for (const { figure, level } of asked) levels.set(figure, Math.min(level, levels.get(figure) ?? 1));
  const tested = [...levels].map(([figure, level]) => ({ figure, comparison: analysis.twins(figure, level) }));
  const told = tested.filter(({ comparison }) => comparison?.effect !== undefined);
  const alarming = told.filter(({ comparison }) => isAlarm(comparison?.verdict)).map(({ figure }) => figure);
  const made = asked.map(({ figure, level }) => analysis.twins(figure, level)).filter((one) => one?.effect);
  const count = { alarms: alarming.length, of: told.length };
  return {
    twins: twinsOf(analysis.run),
    comparisons: { alarms: made.filter((one) => isAlarm(one?.verdict)).length, of: made.length },
    figures: {
      ...count,
      rate: count.of === 0 ? undefined : rateInterval({ hits: count.alarms, of: count.of }, usualLevel),
    },
    withoutMargin: told.filter(({ comparison: one }) => !isAlarm(one?.verdict) && leavesOutNone(one?.effect)).length,
    alarming,
    untested: tested.filter(({ comparison }) => comparison?.effect === undefined).map(({ figure }) => figure),
  };
}

/** Comparisons between approaches in one figure, each with the level of its claim. */
function askedBy(claim: Claim, analysis: Analysis): { readonly figure: string; readonly level: number }[] {
  const statements = claim.statements(analysis);
  const level = levelOf(statements);
  return statements
    .flatMap(({ comparisons }) => comparisons)
    .filter(({ left, right }) => left[0] === right[0] && left[1] !== right[1])
    .map(({ left: [figure] }) => ({ figure, level }));
}

function isAlarm(verdict: string | undefined): boolean {
  return verdict === "lower" || verdict === "higher" || verdict === "different";
}

function leavesOutNone(effect: (Interval & { readonly scale: "ratio" | "difference" }) | undefined): boolean {
  if (effect === undefined) return false;
  const none = effect.scale === "ratio" ? 1 : 0;
  return effect.low > none || effect.high < none;
}

/** A sentence for the report. */
export function falseAlarmsText({ twins, figures, comparisons, withoutMargin, untested }: FalseAlarms): string {
  if (twins === undefined) return "False alarms: not known, since no approach was deployed twice.";
  if (figures.rate === undefined)
    return "False alarms: not known, since no figure that claims compare was measured often enough on twins.";
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    `False alarms: ${twins.subject} and its equal twin, compared as the claims compare approaches, come out as different in`,
    `${figures.alarms} of ${figures.of} figures (${percent(figures.rate.low)} to ${percent(figures.rate.high)}),`,
    `which is ${comparisons.alarms} of ${comparisons.of} comparisons.`,
    `In ${withoutMargin} more figures their interval leaves out "no difference", but not by the margin.`,
    `${untested.length} figures have too few rounds, or no twin.`,
  ].join(" ");
}
