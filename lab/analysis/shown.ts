import type { Unit } from "../contract.ts";
import type { NumberSummary, RateSummary } from "./contract.ts";
import { formatShare, formatValue } from "./format.ts";

/** The median; both if the values lie in two groups, such as `1.58 s (4 rounds) or 2.71 s (3 rounds)`. */
export function shownNumber({ median, humps }: Pick<NumberSummary, "median" | "humps">, unit: Unit): string {
  if (humps === undefined) return formatValue(median, unit);
  return humps.map((hump) => `${formatValue(hump.median, unit)} (${hump.count} rounds)`).join(" or ");
}

/** Such as `12 of 40 (16.6 % to 46.5 %)`, with the interval of the rate. */
export function shownRate({ hits, of, low, high }: Pick<RateSummary, "hits" | "of" | "low" | "high">): string {
  return `${formatValue({ hits, of }, "trials")} (${formatShare(low)} to ${formatShare(high)})`;
}
