import type { Value } from "../../contract.ts";

/** A bound on a figure of one subject, or of all (`*`). */
export interface Budget {
  readonly figure: string;
  readonly subject: string;
  readonly bound: Bound;
  /** Line in the file, from 1. */
  readonly line: number;
}

export type Bound =
  /** In the figure's unit. */
  | { readonly kind: "atMost" | "atLeast"; readonly value: number }
  /** Of a fact. */
  | { readonly kind: "is"; readonly value: Exclude<Value, number> }
  /** No more than this share worse than in another run, 0.25 being 25 %; worse is what the figure says. */
  | { readonly kind: "regressAtMost"; readonly share: number; readonly against: string };

/** How one budget came out for one subject. */
export interface BudgetResult {
  readonly figure: string;
  readonly subject: string;
  readonly line: number;
  /** `failed` only where the whole 95 % interval is beyond the bound; `warned` where only the median is. `unknown`: there is no value. */
  readonly outcome: "kept" | "warned" | "failed" | "unknown";
  /** As a sentence, with the numbers. */
  readonly reason: string;
}

/** Of all budgets together; `failed` and `unknown` make the command fail. */
export interface BudgetReport {
  readonly schemaVersion: 1;
  readonly passed: boolean;
  readonly results: readonly BudgetResult[];
}
