import { Command } from "commander";
import { resolve } from "node:path";
import { UserError } from "../errors/user-error.ts";
import { runFolders } from "../lab/results/files.ts";
import { withReportOptions, type ReportOptions } from "./comparing/options.ts";
import { checkReportOptions, publish } from "./comparing/publish.ts";
import { registerList } from "./comparing/register-list.ts";

/** Builds the report again from raw results. */
export async function main(args: string[]): Promise<number> {
  let code = 0;
  const program = withReportOptions(
    new Command("npm run report --")
      .description("Builds the report again from the raw results of a run, without measuring.")
      .argument("[run]", "folder of a run. Default: the newest one")
      .option("--list", "list the registers: every run that was begun, complete or not, and what happened to it"),
  )
    .exitOverride()
    .action(async (run: string | undefined, options: ReportOptions & { readonly list?: boolean }) => {
      if (options.list) {
        process.stdout.write(await registerList(options.results));
        return;
      }
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
    found: `There is no run in ${results}: nothing has been measured yet.`,
    allowed: "a folder with results.jsonl, such as one in docs/results/",
    remedy: "npm run compare, or name a run: npm run report -- FOLDER",
  });
}
