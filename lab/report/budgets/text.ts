import type { BudgetReport, BudgetResult } from "./contract.ts";

const marks: Readonly<Record<BudgetResult["outcome"], string>> = { kept: "✓", warned: "!", failed: "✗", unknown: "?" };

/** Text for a terminal, one line per result; ends with a line break. */
export function budgetText({ results, passed }: BudgetReport): string {
  const lines = results.map(
    ({ outcome, figure, subject, line, reason }) =>
      `${marks[outcome]} ${outcome}  ${figure} of ${subject} (line ${line}): ${reason}`,
  );
  return `${[...lines, passed ? "Every budget is kept." : "Not every budget is kept."].join("\n")}\n`;
}
