import { median } from "simple-statistics";
import type { Trials, Unit, Value } from "../contract.ts";
import type { CellRecord } from "../results/record.ts";
import { rules } from "../rules/rules.ts";
import type { FactSummary, FigureInRun, NumberSummary, RateSummary, Summary } from "./contract.ts";
import { humpsOf } from "./humps.ts";
import { marginAt, marginOf } from "./margins.ts";
import { medianInterval } from "./order-statistics.ts";
import { added, rateInterval } from "./rates.ts";

/** Coverage of an interval that stands for itself. */
export const usualLevel = 1 - rules.statistics.alpha.value;

/** Units of figures that are counted: they are the same in every round unless something changed. */
const countedUnits: readonly Unit[] = ["count", "lines", "bytes", "exit-code"];

/**
 * Summarises the values of one figure of one subject.
 * @param cells counted cells of the figure's experiment and the subject, in the order of the rounds
 */
export function summarise({ key, figure }: FigureInRun, cells: readonly CellRecord[]): Summary {
  if (cells.length === 0) return { kind: "missing", reason: "not measured in this run" };
  const name = key.slice(key.indexOf("/") + 1);
  const taken = cells.map((cell) => valueOf(cell, name, figure.unit));
  const reasons = cells.filter((_, index) => taken[index] === undefined).map((cell) => reasonOf(cell, name));
  const missing = reasons.length === 0 ? {} : { missing: explained(reasons, cells.length) };
  const facts = taken.filter((value) => typeof value === "boolean" || typeof value === "string");
  const [fact] = facts;
  if (fact !== undefined) return { ...ofFacts(fact, facts), ...missing };
  const trials = taken.filter((value) => typeof value === "object");
  if (trials.length > 0) return { ...ofTrials(trials), ...missing };
  const numbers = taken.filter((value) => typeof value === "number");
  if (numbers.length > 0) return { ...ofNumbers(numbers, key, figure), ...missing };
  return { kind: "missing", reason: [...new Set(reasons)].join("; ") };
}

/** Undefined if there is no value, or none of the figure's kind. */
function valueOf(cell: CellRecord, name: string, unit: Unit): Value | undefined {
  const value = cell.failure === undefined ? cell.values[name] : undefined;
  if (unit === "yes-no" || unit === "text")
    return typeof value === "boolean" || typeof value === "string" ? value : undefined;
  if (unit === "trials") return typeof value === "object" && value.of > 0 ? value : undefined;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function reasonOf(cell: CellRecord, name: string): string {
  if (cell.failure !== undefined) return `the experiment failed: ${cell.failure}`;
  const reason = cell.missing[name];
  if (reason !== undefined && reason !== "") return reason;
  const value = cell.values[name];
  return value === undefined
    ? "the experiment gave neither a value nor a reason"
    : `the experiment gave ${JSON.stringify(value)}, which is not a value of this figure`;
}

function explained(reasons: readonly string[], rounds: number): string {
  return `${reasons.length} of ${rounds} rounds: ${[...new Set(reasons)].join("; ")}`;
}

function ofNumbers(values: readonly number[], key: string, { unit, counted }: FigureInRun["figure"]): NumberSummary {
  const extremes = { min: Math.min(...values), max: Math.max(...values) };
  const constant = values.length > 1 && extremes.min === extremes.max;
  const margin = marginOf(rules, key, unit);
  const humps = humpsOf(values, (lower) => marginAt(margin, lower));
  return {
    kind: "number",
    median: median([...values]),
    ...medianInterval(values, usualLevel),
    ...extremes,
    values,
    exact: constant && (counted ?? countedUnits.includes(unit)),
    ...(humps === undefined ? {} : { humps }),
  };
}

function ofTrials(values: readonly Trials[]): RateSummary {
  const all = added(values);
  return { kind: "rate", ...all, rate: all.hits / all.of, ...rateInterval(all, usualLevel), values };
}

function ofFacts(first: boolean | string, values: readonly (boolean | string)[]): FactSummary {
  const times = (value: boolean | string) => values.filter((other) => other === value).length;
  const value = values.reduce((best, other) => (times(other) > times(best) ? other : best), first);
  return { kind: "fact", value, agree: values.every((other) => other === first), values };
}
