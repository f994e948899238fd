import type { Analysis } from "../analysis/contract.ts";

const views = new WeakMap<Analysis, Analysis>();

/**
 * The analysis without subjects on systems other than Docker. Most claims are about Docker's containers: they must come out the same, whatever
 * else a run has measured beside these.
 */
export function onDocker(analysis: Analysis): Analysis {
  const elsewhere = new Set(analysis.run.subjects.filter(({ system }) => system !== undefined).map(({ name }) => name));
  if (!analysis.subjects.some((name) => elsewhere.has(name))) return analysis;
  const view = views.get(analysis) ?? {
    ...analysis,
    subjects: analysis.subjects.filter((name) => !elsewhere.has(name)),
  };
  views.set(analysis, view);
  return view;
}
