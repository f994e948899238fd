import { analyse } from "../../../../lab/analysis/analyse.ts";
import type { Analysis } from "../../../../lab/analysis/contract.ts";
import { experiments } from "../../../../lab/experiments.ts";
import { syntheticRun, type SyntheticOptions } from "./synthetic-run.ts";

/** The analysis of a synthetic run. */
export function syntheticAnalysis(options: SyntheticOptions = {}): Analysis {
  const { run, cells } = syntheticRun(options);
  return analyse(run, cells, options.experiments ?? experiments);
}
