import { existsSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { Provenance } from "../../lab/report/provenance.ts";
import { resultsFile } from "../../lab/results/files.ts";
import { registerFile } from "../../lab/results/register.ts";
import { readJudgements } from "../../lab/results/verdicts.ts";
import { rulesHash } from "../../lab/rules/rules.ts";
import { projectVersion } from "./version.ts";

/** Who judges a run in a report, how it was judged before, and where its data is. @param folder of the run @param out folder of the report */
export async function provenanceOf(folder: string, out: string): Promise<Provenance> {
  const register = registerFile(dirname(folder));
  const link = (file: string) => relative(out, file).replaceAll("\\", "/");
  return {
    commit: await projectVersion(),
    rules: rulesHash,
    judgements: await readJudgements(folder),
    links: { results: link(resultsFile(folder)), ...(existsSync(register) ? { register: link(register) } : {}) },
  };
}

/** A path as people would type it here. */
export function shown(path: string): string {
  return relative(process.cwd(), path) || path;
}
