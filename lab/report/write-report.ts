import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { jsonReport } from "./json.ts";
import { markdownReport } from "./markdown.ts";
import type { ReportModel } from "./model.ts";
import { htmlReport } from "./page/page.ts";
import { sarifReport } from "./sarif.ts";

/** Writes report.md beside the results of a run that is kept. It is written once: what is there stays. @param folder of the run */
export async function writeKeptReport(folder: string, model: ReportModel): Promise<void> {
  const file = path.join(folder, "report.md");
  if (!existsSync(file)) await writeFile(file, markdownReport(model));
}

/**
 * Writes index.html, report.md, results.json and posture.sarif.
 * @param folder created if missing; files of these names are replaced atomically
 * @returns the path of index.html
 */
export async function writeReport(folder: string, model: ReportModel): Promise<string> {
  await mkdir(folder, { recursive: true });
  const files = {
    "report.md": markdownReport(model),
    "results.json": `${JSON.stringify(jsonReport(model), undefined, 2)}\n`,
    "posture.sarif": `${JSON.stringify(sarifReport(model.analysis), undefined, 2)}\n`,
    "index.html": htmlReport(model),
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await writeFile(`${file}.part`, text);
    await rename(`${file}.part`, file);
  }
  return path.join(folder, "index.html");
}
