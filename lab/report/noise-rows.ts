import type { Analysis, Noise } from "../analysis/contract.ts";

/** The noise of every figure that the twin has too, the largest first. */
export function noiseRows(analysis: Analysis): { readonly key: string; readonly noise: Noise }[] {
  return analysis.figures
    .flatMap(({ key }) => {
      const noise = analysis.noise(key);
      return noise === undefined ? [] : [{ key, noise }];
    })
    .sort((a, b) => b.noise.relative - a.noise.relative);
}
