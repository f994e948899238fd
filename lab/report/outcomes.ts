import type { Outcome, PartOutcome } from "../claims/contract.ts";

/** In the order of the report. */
export const outcomes: readonly Outcome[] = ["holds", "fails", "mixed", "unknown"];

/** Each outcome has its own mark, so that they differ without colour. */
export const outcomeWords: Readonly<
  Record<Outcome, { readonly mark: string; readonly words: string; readonly meaning: string }>
> = {
  holds: { mark: "✓", words: "holds", meaning: "all its parts hold" },
  fails: { mark: "✗", words: "does not hold", meaning: "no part of it holds" },
  mixed: { mark: "◐", words: "mixed", meaning: "some parts hold, some do not" },
  unknown: { mark: "?", words: "not known", meaning: "the data does not tell" },
};

/** The same for parts of a claim. */
export const partOutcomeWords: Readonly<Record<PartOutcome, { readonly mark: string; readonly words: string }>> = {
  holds: outcomeWords.holds,
  fails: outcomeWords.fails,
  equivalent: { mark: "=", words: "equivalent" },
  unknown: outcomeWords.unknown,
};
