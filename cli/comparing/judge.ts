import { basename, dirname } from "node:path";
import type { Analysis } from "../../lab/analysis/contract.ts";
import type { Verdict } from "../../lab/claims/contract.ts";
import { reportModel, type ReportOptions } from "../../lab/report/model.ts";
import { writeKeptReport } from "../../lab/report/write-report.ts";
import { readRegister } from "../../lab/results/register.ts";
import { keepJudgement, readJudgements, type JudgedThen } from "../../lab/results/verdicts.ts";
import { rulesHash } from "../../lab/rules/rules.ts";
import { keptFolder } from "./options.ts";
import { provenanceOf } from "./provenance.ts";
import { projectVersion } from "./version.ts";

/**
 * Writes down how a complete run is judged by the rules that it was measured under, and beside a kept run its report. Once: what is there
 * stays, and other rules never judge in their place.
 * @param folder of the run
 */
export async function judgeOnce(
  folder: string,
  analysis: Analysis,
  by: Pick<ReportOptions, "experiments" | "claims" | "matrix">,
): Promise<void> {
  if (analysis.run.rules !== rulesHash || (await readJudgements(folder)).length > 0) return;
  const registered = (await readRegister(dirname(folder))).find(({ id }) => id === basename(folder));
  if (registered?.state !== "complete") return;
  const model = reportModel(analysis, { ...by, provenance: await provenanceOf(folder, folder) });
  if (dirname(folder) === keptFolder) await writeKeptReport(folder, model);
  await keepJudgement(folder, {
    rules: rulesHash,
    commit: await projectVersion(),
    judgedAt: new Date().toISOString(),
    verdicts: Object.fromEntries(model.claims.map(({ claim, verdict }) => [claim.id, keptVerdict(verdict)])),
  });
}

/** What is kept of a verdict: its outcome and those of its parts. */
function keptVerdict({ outcome, parts }: Verdict): JudgedThen {
  const kept = parts.map(({ title, subject, outcome: ofPart }) => ({
    title,
    ...(subject === undefined ? {} : { subject }),
    outcome: ofPart,
  }));
  return { outcome, parts: kept };
}
