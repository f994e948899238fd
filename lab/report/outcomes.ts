import type { Outcome } from "../claims/contract.ts";

/** In the order of the report. */
export const outcomes: readonly Outcome[] = ["confirmed", "refuted", "mixed", "undecided"];

/** Each outcome has its own mark, so that they differ without colour. */
export const outcomeWords: Readonly<Record<Outcome, { readonly mark: string; readonly meaning: string }>> = {
  confirmed: { mark: "✓", meaning: "the figures support it" },
  refuted: { mark: "✗", meaning: "the figures contradict it" },
  mixed: { mark: "◐", meaning: "true for some parts or approaches" },
  undecided: { mark: "?", meaning: "figures are missing" },
};
