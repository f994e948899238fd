import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { analyse, type Recorded } from "../../lab/analysis/analyse.ts";
import type { Analysis } from "../../lab/analysis/contract.ts";
import { claims } from "../../lab/claims/claims.ts";
import { matrix } from "../../lab/claims/matrix.ts";
import { systemsClaimsFor } from "../../lab/claims/systems.ts";
import { experiments } from "../../lab/experiments.ts";
import { constraintsFrom } from "../../lab/ranking/constraints.ts";
import { defaultPreset, parseWeights, presetWeights } from "../../lab/ranking/weights.ts";
import { budgetText, checkBudgets, parseBudgets, runsAgainst, type BudgetReport } from "../../lab/report/budgets.ts";
import { differenceJson, differenceText } from "../../lab/report/difference-report.ts";
import { difference } from "../../lab/report/difference.ts";
import { jsonReport } from "../../lab/report/json.ts";
import { reportModel, type ReportModel } from "../../lab/report/model.ts";
import { terminalReport } from "../../lab/report/terminal.ts";
import { writeReport } from "../../lab/report/write-report.ts";
import { readResults, runFolders } from "../../lab/results/files.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { judgeOnce } from "./judge.ts";
import { keptFolder, type ReportOptions } from "./options.ts";
import { provenanceOf, shown } from "./provenance.ts";

/** Reads a run's results and analyses them; the noise comes from it, the runs beside it, and the kept ones. */
export async function analysisOf(folder: string): Promise<Analysis> {
  const { run, cells } = await readResults(resolve(folder));
  return analyse(run, cells, experiments, await otherRuns(resolve(folder)));
}

/** Runs beside a run, and those that the project keeps. What cannot be read, such as a run of another version, is left out. */
async function otherRuns(folder: string): Promise<Recorded[]> {
  const around = await Promise.all([dirname(folder), keptFolder].map(runFolders));
  const others = [...new Set(around.flat())].filter((other) => other !== folder);
  const read = await Promise.all(others.map((other) => readResults(other).catch(leftOut)));
  return read.filter((results) => results !== undefined);
}

function leftOut(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}

/**
 * Checks the options before anything is measured, so that an error does not come after an hour.
 * @throws UserError
 */
export async function checkReportOptions(options: ReportOptions): Promise<void> {
  rankingOf(options);
  if (options.budgets !== undefined) await budgetFile(options.budgets);
}

/** @throws UserError */
function rankingOf({ preset = defaultPreset, weights = "", must = "", despite = "" }: ReportOptions) {
  return { weights: parseWeights(weights, presetWeights(preset)), constraints: constraintsFrom(must, despite) };
}

/**
 * Writes the report of a run and prints it.
 * @param folder of the run
 * @returns the exit code: 1 if cells failed or a budget is broken
 */
export async function publish(folder: string, options: ReportOptions): Promise<number> {
  const analysis = await analysisOf(folder);
  const judged = { experiments, claims: [...claims, ...systemsClaimsFor(analysis.run)], matrix };
  await judgeOnce(resolve(folder), analysis, judged);
  const model = reportModel(analysis, {
    ...judged,
    provenance: await provenanceOf(resolve(folder), resolve(options.out)),
    ...rankingOf(options),
  });
  const page = await writeReport(resolve(options.out), model);
  const budgets = options.budgets === undefined ? undefined : await budgetsOf(options.budgets, analysis);
  print(model, budgets, options);
  process.stderr.write(`report   ${shown(page)}\nresults  ${shown(folder)}\n`);
  if (model.failures.length > 0) process.stderr.write(`${failureLine(model)}\n`);
  return model.failures.length > 0 || budgets?.passed === false ? 1 : 0;
}

/** Prints what changed from one run to another. */
export async function printDifference(before: string, after: string, { json }: ReportOptions): Promise<number> {
  const found = difference(await analysisOf(before), await analysisOf(after), claims);
  process.stdout.write(json ? `${JSON.stringify(differenceJson(found), undefined, 2)}\n` : differenceText(found));
  return 0;
}

function print(model: ReportModel, budgets: BudgetReport | undefined, { json }: ReportOptions): void {
  if (json) {
    const all = budgets === undefined ? jsonReport(model) : { ...jsonReport(model), budgets };
    process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
    return;
  }
  const colour = process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "";
  process.stdout.write(terminalReport(model, { colour }));
  if (budgets !== undefined) process.stdout.write(`\n${budgetText(budgets)}`);
}

async function budgetFile(file: string): Promise<string> {
  return readFile(resolve(file), "utf8").catch((error: unknown) => {
    const { message } = error as Error;
    throw new UserError({ found: `The budgets cannot be read: ${message}`, remedy: "name a YAML file with --budgets" });
  });
}

async function budgetsOf(file: string, analysis: Analysis): Promise<BudgetReport> {
  const budgets = parseBudgets(await budgetFile(file), file, analysis);
  const earlier = new Map<string, Analysis>();
  for (const folder of runsAgainst(budgets)) earlier.set(folder, await analysisOf(join(projectRoot, folder)));
  return checkBudgets(budgets, analysis, earlier);
}

function failureLine({ failures }: ReportModel): string {
  return `${failures.length} cells failed; the report lists them with the reasons`;
}
