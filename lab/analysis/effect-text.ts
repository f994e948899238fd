import type { Unit } from "../contract.ts";
import type { Effect } from "./contract.ts";
import { formatCoverage, formatShare, formatValue } from "./format.ts";

/** An effect with its interval and margin, such as `1.54 times (1.50 to 1.58 in a 98.3 % interval; margin 10 %)`. */
export function effectText(effect: Effect, unit: Unit): string {
  const { scale, estimate, low, high, coverage, margin } = effect;
  const ends =
    coverage === 1
      ? "counted"
      : `${number(low, scale, unit)} to ${number(high, scale, unit)} in a ${formatCoverage(coverage)} interval`;
  const allowed = scale === "ratio" ? formatShare(margin.high - 1) : amount(margin.high, unit);
  const source = margin.from === "noise" ? ", from the noise" : "";
  const size =
    scale === "ratio" ? `${number(estimate, scale, unit)} times` : `a difference of ${number(estimate, scale, unit)}`;
  return `${size} (${ends}; margin ${allowed}${source})`;
}

function number(value: number, scale: Effect["scale"], unit: Unit): string {
  return scale === "ratio" ? String(Number(value.toPrecision(3))) : amount(value, unit);
}

/** Differences of rates are in shares. */
function amount(value: number, unit: Unit): string {
  return unit === "trials" ? formatShare(value) : formatValue(value, unit);
}
