import type { Unit } from "../contract.ts";
import type { Margin, Rules } from "../rules/contract.ts";

/** The smallest difference that matters in a figure: its own rule, or that of its unit. @returns undefined if there is none: every difference matters */
export function marginOf(rules: Rules, key: string, unit: Unit): Margin | undefined {
  return rules.margins[key] ?? rules.margins[`unit:${unit}`];
}

/** A margin in the unit of the values, where the smaller of the two values is this. */
export function marginAt(margin: Margin | undefined, smaller: number): number {
  return margin?.absolute ?? (margin?.relative ?? 0) * Math.abs(smaller);
}
