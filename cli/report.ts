import { Command } from "commander";
import { resolve } from "node:path";
import { UserError } from "../errors/user-error.ts";
import { runFolders } from "../lab/results/files.ts";
import { withReportOptions, type ReportOptions } from "./comparing/options.ts";
import { checkReportOptions, publish } from "./comparing/publish.ts";

/** Builds the report again from raw results. */
export async function main(args: string[]): Promise<number> {
  let code = 0;
  const program = withReportOptions(
    new Command("npm run report --")
      .description("Builds the report again from the raw results of a run.")
      .argument("[run]", "folder of a run. Default: the newest one"),
  )
    .exitOverride()
    .action(async (run: string | undefined, options: ReportOptions) => {
      await checkReportOptions(options);
      code = await publish(run ?? (await newestRun(options.results)), options);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}

async function newestRun(results: string): Promise<string> {
  const [newest] = await runFolders(resolve(results));
  if (newest !== undefined) return newest;
  throw new UserError({
    found: `There is no run in ${results}.`,
    allowed: "a folder with results.jsonl, such as one below docs/results/",
    remedy: "npm run compare, or name a run: npm run report -- FOLDER",
  });
}
