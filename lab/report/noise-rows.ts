import type { Analysis, FigureInRun, Noise } from "../analysis/contract.ts";

/** The noise of every figure that the twin has too, the largest first. */
export function noiseRows(analysis: Analysis): (FigureInRun & { readonly noise: Noise })[] {
  return analysis.figures
    .flatMap((figure) => {
      const noise = analysis.noise(figure.key);
      return noise === undefined ? [] : [{ ...figure, noise }];
    })
    .sort((a, b) => (b.noise.relative ?? 0) - (a.noise.relative ?? 0));
}
