import type { Command } from "commander";

/** How a report is made and shown, the same for compare and report. */
export interface ReportOptions {
  readonly weights?: string;
  readonly must?: string;
  readonly budgets?: string;
  readonly json?: boolean;
  readonly out: string;
  readonly results: string;
}

/** Adds the options that compare and report have in common. */
export function withReportOptions(command: Command): Command {
  return command
    .option("--results <folder>", "where runs are kept", "results")
    .option("--out <folder>", "where the report is written", "report")
    .option(
      "--weights <list>",
      "what matters to you in the ranking, such as memory=2,security=5; what is left out keeps its weight",
    )
    .option("--must <names>", "what an approach must have to be ranked, such as no-privilege,must-scale")
    .option("--budgets <file>", "YAML with bounds on figures; a broken one makes the command fail")
    .option("--json", "print the report, or the difference, as JSON; everything else goes to standard error");
}
