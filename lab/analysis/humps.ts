import { median } from "simple-statistics";
import { rules } from "../rules/rules.ts";
import type { Hump } from "./contract.ts";

/**
 * Two groups of values with nothing between them: a median then is a value that hardly any round had. The rule: at least
 * `statistics.humpsFrom` values; two or more on each side of the largest gap; and the gap is more than `statistics.humps` times as wide as
 * either group, and wider than the margin of the figure.
 * @param values in any order
 * @param margin smallest gap that matters, in the unit of the values, for the lower group's median
 * @returns undefined if there is one group
 */
export function humpsOf(
  values: readonly number[],
  margin: (lower: number) => number,
): readonly [Hump, Hump] | undefined {
  if (values.length < rules.statistics.humpsFrom.value) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = widestGap(sorted);
  const groups = [sorted.slice(0, at), sorted.slice(at)] as const;
  const [lower, upper] = groups.map((group) => ({ median: median(group), count: group.length }));
  if (lower === undefined || upper === undefined) return undefined;
  const gap = (groups[1][0] ?? 0) - (groups[0].at(-1) ?? 0);
  const width = Math.max(...groups.map((group) => (group.at(-1) ?? 0) - (group[0] ?? 0)));
  const apart = gap > rules.statistics.humps.value * width && gap > margin(lower.median);
  return apart ? [lower, upper] : undefined;
}

/** Index of the value after the widest gap that has two values or more on each side. */
function widestGap(sorted: readonly number[]): number {
  let best = 2;
  const gap = (index: number) => (sorted[index] ?? 0) - (sorted[index - 1] ?? 0);
  for (let index = 3; index <= sorted.length - 2; index += 1) if (gap(index) > gap(best)) best = index;
  return best;
}
