import type { Command } from "commander";

/** Options of compare and report about the report. */
export interface ReportOptions {
  readonly weights?: string;
  readonly must?: string;
  readonly budgets?: string;
  readonly json?: boolean;
  readonly out: string;
  readonly results: string;
}

/** Folder of the runs that are kept in the repository. */
export const keptRuns = "docs/results";

/** Adds the options that compare and report have in common. */
export function withReportOptions(command: Command): Command {
  return command
    .option("--results <folder>", "folder of the runs", "results")
    .option("--out <folder>", "folder for the report", "report")
    .option("--weights <list>", "weights of the ranking, such as memory=2,security=5; other criteria keep their weight")
    .option("--must <names>", "what an approach must satisfy to be ranked, such as no-privilege,must-scale")
    .option("--budgets <file>", "YAML file with bounds on figures; a broken bound makes the command fail")
    .option("--json", "print the report, or the difference, as JSON; everything else goes to standard error");
}
