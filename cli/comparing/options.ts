import type { Command } from "commander";
import { join } from "node:path";
import { disqualifying } from "../../lab/ranking/constraints.ts";
import { defaultPreset, presetNames } from "../../lab/ranking/weights.ts";
import { projectRoot } from "../../toolchain/environment.ts";

/** Options of compare and report about the report. */
export interface ReportOptions {
  readonly weights?: string;
  readonly preset?: string;
  readonly must?: string;
  readonly despite?: string;
  readonly budgets?: string;
  readonly json?: boolean;
  readonly out: string;
  readonly results: string;
}

/** Folder of the runs that are kept in the repository, relative to the project. */
export const keptRuns = "docs/results";
/** Its absolute path. */
export const keptFolder = join(projectRoot, keptRuns);

/** Adds the options that compare and report have in common. */
export function withReportOptions(command: Command): Command {
  return command
    .option("--results <folder>", "folder of the runs", "results")
    .option("--out <folder>", "folder for the report", "report")
    .option("--preset <name>", `what the ranking is for: ${presetNames.join(", ")}`, defaultPreset)
    .option("--weights <list>", "weights of the ranking, such as memory=2,security=3; other criteria keep their weight")
    .option("--must <names>", "what else an approach must satisfy to be ranked, such as no-privilege,must-scale")
    .option(
      "--despite <names>",
      `what does not rule an approach out, but counts in its score instead: ${disqualifying.join(", ")}`,
    )
    .option("--budgets <file>", "YAML file with bounds on figures; a broken bound makes the command fail")
    .option("--json", "print the report, or the difference, as JSON; everything else goes to standard error");
}
