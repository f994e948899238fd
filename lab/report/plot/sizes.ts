/** Width of a plot in the drawing's units, about pixels. */
export const plotWidth = 400;
/** Of a letter of a label. */
export const letterWidth = 7.4;
const widestLabel = 150;

/** Room for the labels on the left. */
export function labelWidth(labels: readonly string[]): number {
  const longest = Math.max(...labels.map(({ length }) => length));
  return Math.min(widestLabel, longest * letterWidth + 12);
}

/** To a tenth of the drawing's unit. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
