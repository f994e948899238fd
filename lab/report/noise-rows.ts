import type { Analysis, Noise } from "../analysis/contract.ts";

/** The noise of every number that has a twin's, the largest first. */
export function noiseRows(analysis: Analysis): { readonly key: string; readonly noise: Noise }[] {
  return analysis.figures
    .flatMap(({ key }) => {
      const noise = analysis.noise(key);
      return noise === undefined ? [] : [{ key, noise }];
    })
    .sort((a, b) => b.noise.relative - a.noise.relative);
}
