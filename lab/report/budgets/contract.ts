import type { Trials, Value } from "../../contract.ts";

/** A bound on a figure, for one subject or for all (`*`). */
export interface Budget {
  readonly figure: string;
  readonly subject: string;
  readonly bound: Bound;
  /** Line in the file, from 1. */
  readonly line: number;
}

export type Bound =
  /** A number in the figure's unit. */
  | { readonly kind: "atMost" | "atLeast"; readonly value: number }
  /** The expected value of a fact. */
  | { readonly kind: "is"; readonly value: Exclude<Value, number | Trials> }
  /** At most this share worse than in another run; 0.25 is 25 %. */
  | { readonly kind: "regressAtMost"; readonly share: number; readonly against: string };

/** Result of one budget for one subject. */
export interface BudgetResult {
  readonly figure: string;
  readonly subject: string;
  readonly line: number;
  /** `failed`: the whole 95 % interval is beyond the bound; `warned`: the median is, but not the whole interval. `unknown`: there is no value. */
  readonly outcome: "kept" | "warned" | "failed" | "unknown";
  /** Why, with the numbers. */
  readonly reason: string;
}

/** Result of all budgets; `failed` and `unknown` make the command fail. */
export interface BudgetReport {
  readonly schemaVersion: 1;
  readonly passed: boolean;
  readonly results: readonly BudgetResult[];
}
