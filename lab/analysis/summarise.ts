import type { Value } from "../contract.ts";
import { seededRandom, seedOf } from "../random.ts";
import type { CellRecord } from "../results/record.ts";
import type { FactSummary, FigureInRun, NumberSummary, Summary } from "./contract.ts";
import { median, medianInterval } from "./statistics.ts";

/**
 * Summarises the values of one figure of one subject.
 * @param cells counted cells of the figure's experiment and the subject, in the order of the rounds
 * @param seed of the bootstrap
 */
export function summarise({ key, figure }: FigureInRun, cells: readonly CellRecord[], seed: number): Summary {
  if (cells.length === 0) return { kind: "missing", reason: "not measured in this run" };
  const name = key.slice(key.indexOf("/") + 1);
  const isFact = figure.unit === "yes-no" || figure.unit === "text";
  const taken = cells.map((cell) => valueOf(cell, name, isFact));
  const numbers = taken.filter((value) => typeof value === "number");
  const facts = taken.filter((value) => typeof value === "boolean" || typeof value === "string");
  const reasons = cells.filter((_, index) => taken[index] === undefined).map((cell) => reasonOf(cell, name));
  const missing = reasons.length === 0 ? {} : { missing: explained(reasons, cells.length) };
  const [fact] = facts;
  if (fact !== undefined) return { ...ofFacts(fact, facts), ...missing };
  if (numbers.length > 0)
    return { ...ofNumbers(numbers, seedOf(`${key} ${cells[0]?.subject ?? ""}`, seed)), ...missing };
  return { kind: "missing", reason: [...new Set(reasons)].join("; ") };
}

/** Undefined if there is no value, or none of the figure's kind. */
function valueOf(cell: CellRecord, name: string, isFact: boolean): Value | undefined {
  const value = cell.failure === undefined ? cell.values[name] : undefined;
  if (isFact) return typeof value === "boolean" || typeof value === "string" ? value : undefined;
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

function ofNumbers(values: readonly number[], seed: number): NumberSummary {
  const [low, high] = medianInterval(values, seededRandom(seed));
  const extremes = { min: Math.min(...values), max: Math.max(...values) };
  return { kind: "number", median: median(values), low, high, ...extremes, values };
}

function ofFacts(first: boolean | string, values: readonly (boolean | string)[]): FactSummary {
  const times = (value: boolean | string) => values.filter((other) => other === value).length;
  const value = values.reduce((best, other) => (times(other) > times(best) ? other : best), first);
  return { kind: "fact", value, agree: values.every((other) => other === first), values };
}
