import type { Analysis } from "../analysis/contract.ts";

/** Something that people say about containers, and what decides whether it is true. */
export interface Claim {
  /** Such as `000-1`: the document, and its number there. */
  readonly id: string;
  /** Where it is said, for people. */
  readonly source: string;
  /** In our own words. */
  readonly claim: string;
  /** Keys of the figures that decide it, such as `memory/idle.charged`. */
  readonly figures: readonly string[];
  /** What would have to be measured, where no run of this lab can decide it; it is undecided then, whatever was measured. */
  readonly needs?: string;
  /** Pure; never typed in by hand and never presumed. */
  readonly decide: (analysis: Analysis) => Verdict;
}

export type Outcome = "confirmed" | "refuted" | "mixed" | "undecided";

export interface Verdict {
  readonly outcome: Outcome;
  /** Why, as one or two sentences with the deciding numbers and units in them; says for which approach where it is mixed, and what is missing where it is undecided. */
  readonly because: string;
  /** The numbers that decided, for the report to link to. */
  readonly evidence: readonly Evidence[];
}

export interface Evidence {
  readonly figure: string;
  readonly subject: string;
  /** With its unit, as the report prints it. */
  readonly shown: string;
}
