import type { Command } from "commander";

/** The options that compare and report have in common. */
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
    .option("--results <folder>", "folder of the runs", "results")
    .option("--out <folder>", "folder of the report", "report")
    .option("--weights <list>", "weights of the ranking, such as memory=2,security=5; other criteria keep their weight")
    .option("--must <names>", "conditions for an approach to be ranked, such as no-privilege,must-scale")
    .option("--budgets <file>", "YAML file with bounds on figures; the command fails if one is not met")
    .option("--json", "print the report, or the difference, as JSON; everything else goes to standard error");
}
