import type { Analysis } from "../analysis/contract.ts";

/** A sentence that people say about containers, and what decides whether it is true. */
export interface Claim {
  /** Document and number in it, such as `000-1`. */
  readonly id: string;
  /** Title of the document, as the report shows it. */
  readonly source: string;
  /** In our own words. */
  readonly claim: string;
  /** Keys of the figures that decide it, such as `memory/idle.charged`. */
  readonly figures: readonly string[];
  /** If no run of this lab can decide the claim: what would have to be measured. The claim is always undecided then. */
  readonly needs?: string;
  /** Pure: the verdict follows from the figures alone. */
  readonly decide: (analysis: Analysis) => Verdict;
}

export type Outcome = "confirmed" | "refuted" | "mixed" | "undecided";

export interface Verdict {
  readonly outcome: Outcome;
  /** Why, as one or two sentences with the deciding numbers and their units. A mixed verdict names the approaches; an undecided one says what is missing. */
  readonly because: string;
  /** The deciding numbers, which the report links to. */
  readonly evidence: readonly Evidence[];
}

export interface Evidence {
  readonly figure: string;
  readonly subject: string;
  /** The value with its unit, as the report prints it. */
  readonly shown: string;
}
