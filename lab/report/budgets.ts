export { checkBudgets } from "./budgets/check.ts";
export type { Budget, BudgetReport } from "./budgets/contract.ts";
export { parseBudgets } from "./budgets/parse.ts";
export { budgetText } from "./budgets/text.ts";

import type { Budget } from "./budgets/contract.ts";

/** Folders of the earlier runs that `checkBudgets` needs. */
export function runsAgainst(budgets: readonly Budget[]): string[] {
  return [...new Set(budgets.flatMap(({ bound }) => (bound.kind === "regressAtMost" ? [bound.against] : [])))];
}
