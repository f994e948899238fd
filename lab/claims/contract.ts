import type { Analysis, Side } from "../analysis/contract.ts";

/** A sentence that people say about containers, and what decides whether it is true. */
export interface Claim {
  /** Document and number in it, such as `000-1`. */
  readonly id: string;
  /** Title of the document, as the report shows it. */
  readonly source: string;
  /** In our own words. */
  readonly claim: string;
  /** Keys of the figures that decide it, such as `memory/idle.inside`. */
  readonly figures: readonly string[];
  /** If no run of this lab can decide the claim: what would have to be measured. The claim is always `unknown` then. */
  readonly needs?: string;
  /** What it says besides, which no run of this lab can tell: no part of the verdict, and shown beside it. @default nothing */
  readonly untested?: string;
  /**
   * Why it is not about differences between approaches: then it need not come out otherwise when approaches are relabelled at random.
   * @default it is comparative
   */
  readonly notComparative?: string;
  /** Whether it is about systems other than Docker too. @default it is about Docker's containers: others are left out */
  readonly ofSystems?: boolean;
  /** What the claim says that is true by construction. It is told beside the claim and is no part of it. @default nothing */
  readonly facts?: readonly KnownFact[];
  /** Its parts, not judged yet: `decide` judges them. Pure: they follow from the figures alone. */
  readonly statements: (analysis: Analysis) => readonly Statement[];
}

/** What holds because something was built or defined so: nothing that a measurement could find otherwise. */
export interface KnownFact {
  readonly sentence: string;
  /** What says so: a document, or a file of this project. */
  readonly source: string;
}

/**
 * A part of a claim that is still to be judged. All comparisons of a claim share its chance of error, so their number must be known before
 * the first of them is judged.
 */
export interface Statement {
  /** The statement in words. Statements about several subjects have the same title, and the report shows them together. */
  readonly title: string;
  /** The subject, if there is one statement for each of several. */
  readonly subject?: string;
  /** Comparisons that it rests on; none if it is about facts, or about numbers against a bound. */
  readonly comparisons: readonly Compared[];
  /** @param level wanted coverage of the interval of each comparison, from 0 to 1 */
  readonly judge: (level: number) => Judgement;
}

/** Two sides that are compared: two subjects in one figure, or two figures of one subject. */
export interface Compared {
  readonly left: Side;
  readonly right: Side;
}

export interface Judgement {
  readonly outcome: PartOutcome;
  /** The deciding numbers with their units, interval and margin; or what is missing. Part of a sentence. */
  readonly says: string;
  /** The deciding numbers, which the report links to. */
  readonly evidence: readonly Evidence[];
}

/**
 * - `holds`: the data shows it.
 * - `fails`: the data shows the opposite, by more than the margin.
 * - `equivalent`: it says that something is less or more, and the data shows that the difference is within the margin.
 * - `unknown`: the data does not tell. "No difference found" is this, never evidence against.
 */
export type PartOutcome = "holds" | "fails" | "equivalent" | "unknown";

/** A part of a claim with what the data says. */
export interface Part extends Judgement {
  readonly title: string;
  readonly subject?: string;
  /** Whether it rests on a comparison. */
  readonly comparative: boolean;
}

/**
 * - `holds`: all parts hold.
 * - `fails`: all parts fail or are equivalent.
 * - `mixed`: some parts hold, and some fail or are equivalent.
 * - `unknown`: unknown parts could still make it one or another of these.
 */
export type Outcome = "holds" | "fails" | "mixed" | "unknown";

export interface Verdict {
  readonly outcome: Outcome;
  readonly parts: readonly Part[];
  /** Why, as sentences: the parts by their outcome. */
  readonly because: string;
  /** The deciding numbers of all parts. */
  readonly evidence: readonly Evidence[];
}

export interface Evidence {
  readonly figure: string;
  readonly subject: string;
  /** The value with its unit, as the report prints it. */
  readonly shown: string;
}
