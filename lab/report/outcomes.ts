import type { Outcome } from "../claims/contract.ts";

/** In the order of the report. */
export const outcomes: readonly Outcome[] = ["confirmed", "refuted", "mixed", "undecided"];

/** Each has a mark of its own, so that colour is never what tells them apart. */
export const outcomeWords: Readonly<Record<Outcome, { readonly mark: string; readonly meaning: string }>> = {
  confirmed: { mark: "✓", meaning: "the figures bear it out" },
  refuted: { mark: "✗", meaning: "the figures say otherwise" },
  mixed: { mark: "◐", meaning: "true of some approaches or cases" },
  undecided: { mark: "?", meaning: "figures are missing" },
};
