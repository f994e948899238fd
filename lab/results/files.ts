import { appendFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { cellWithTodaysNames, runWithWorkloads } from "./earlier-names.ts";
import { resultsVersion, type CellRecord, type ResultRecord, type RunRecord } from "./record.ts";

const fileName = "results.jsonl";

/** The file of a run's raw results. @param folder of the run */
export function resultsFile(folder: string): string {
  return join(folder, fileName);
}

/** Content of a results file. */
export interface Results {
  readonly run: RunRecord;
  readonly cells: readonly CellRecord[];
  /** How often the run was resumed. */
  readonly resumed: number;
}

/** Starts a results file. @returns the run's folder */
export async function beginResults(root: string, run: RunRecord): Promise<string> {
  const folder = join(root, run.id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, fileName), line(run));
  return folder;
}

/** Appends a record, one line, at once, so that an interruption loses nothing. */
export async function addRecord(folder: string, record: ResultRecord): Promise<void> {
  await appendFile(join(folder, fileName), line(record));
}

/** Removes an incomplete last line, which a killed process leaves. @param file JSON Lines; it may not exist */
export async function dropPartialLine(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => "");
  const end = text.lastIndexOf("\n") + 1;
  if (end < text.length) await writeFile(file, text.slice(0, end));
}

/**
 * Reads a run.
 * @throws UserError if the folder has no results, results of another version, or a line that is not JSON
 */
export async function readResults(folder: string): Promise<Results> {
  const file = join(folder, fileName);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) {
    throw new UserError({
      found: `There are no results in ${folder}: it has no ${fileName}.`,
      allowed: "a folder that npm run compare has written, such as results/2026-01-31T12-00-00Z",
      remedy: "npm run compare measures; ls results shows the runs",
    });
  }
  return parseResults(text, file);
}

/** @param source name of the file, for messages */
export function parseResults(text: string, source: string): Results {
  const whole = text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean);
  const records = whole.map((one, index) => parseRecord(one, `${source}:${index + 1}`));
  const [run, ...rest] = records;
  if (run?.kind !== "run" || run.resultsVersion !== resultsVersion) {
    throw new UserError({
      found: `${source} does not begin with a run record of version ${resultsVersion}.`,
      remedy: "measure again with npm run compare, or read the file with the release that wrote it",
    });
  }
  return {
    run: runWithWorkloads(run),
    cells: rest.filter((record) => record.kind === "cell").map(cellWithTodaysNames),
    resumed: rest.filter(({ kind }) => kind === "resumed").length,
  };
}

function parseRecord(text: string, where: string): ResultRecord {
  try {
    return JSON.parse(text) as ResultRecord;
  } catch {
    throw new UserError({
      found: `${where} is not JSON.`,
      remedy: "remove the line, or measure again with npm run compare",
    });
  }
}

/** Folders of runs in a folder, newest first. */
export async function runFolders(root: string): Promise<string[]> {
  const names = await readdir(root).catch(() => []);
  return names
    .filter((name) => /^\d{4}-\d\d-\d\dT/.test(name))
    .sort()
    .reverse()
    .map((name) => join(root, name));
}

function line(record: ResultRecord): string {
  return `${JSON.stringify(record)}\n`;
}
