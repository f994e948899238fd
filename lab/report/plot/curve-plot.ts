import { formatValue } from "../../analysis/format.ts";
import type { ExhibitCurves } from "../../contract.ts";
import { html, type Markup } from "../page/markup.ts";
import { axisOf } from "./axis.ts";
import { gridLine, plotFrame } from "./frame.ts";
import { labelWidth, letterWidth, plotWidth, rounded } from "./sizes.ts";

export interface CurvePlot extends Omit<ExhibitCurves, "kind"> {
  /** Unique in the page. */
  readonly id: string;
}

const top = 8;
const rowHeight = 40;
/** Part of a row that its curve may fill. */
const curveHeight = 30;
const valueWidth = 66;
const dotRadius = 2.2;

/** A row for each subject: its values as a line with a dot for each number, all with the same axes, and the last value. */
export function curvePlot({ id, title, unit, across, curves }: CurvePlot): Markup {
  const left = labelWidth(curves.map(({ subject }) => subject));
  const right = plotWidth - valueWidth;
  const rows = { top, bottom: top + curves.length * rowHeight };
  const longest = Math.max(...curves.map(({ values }) => values.length));
  const numbers = axisOf([longest], left, right, true);
  const largest = Math.max(...curves.flatMap(({ values }) => values));
  const height = (value: number) => (largest > 0 ? (Math.max(0, value) / largest) * curveHeight : 0);
  const description = [
    `A line for each approach, from 0 to ${formatValue(largest, unit)}, by number of the ${across}.\n`,
    ...curves.map(({ subject, values }) => described(subject, values, unit)),
  ];
  const grid = numbers.ticks
    .filter((tick) => tick > 0)
    .map((tick) => gridLine(rounded(numbers.at(tick)), rows, `${across} ${tick}`));
  const drawn = curves.map(({ subject, values }, row) => {
    const floor = top + (row + 1) * rowHeight - (rowHeight - curveHeight) / 2;
    const points = values.map((value, index) => ({
      x: rounded(numbers.at(index + 1)),
      y: rounded(floor - height(value)),
    }));
    const last = points.at(-1);
    return html`<text class="label" x="0" y="${floor - curveHeight / 2 + 4.5}">${subject}</text>
      <line class="grid" x1="${left}" x2="${right}" y1="${floor}" y2="${floor}" />
      <polyline class="curve" points="${points.map(({ x, y }) => `${x},${y}`).join(" ")}" />
      ${points.map(({ x, y }) => html`<circle class="dot" cx="${x}" cy="${y}" r="${dotRadius}" />`)}
      <text class="tick" x="${right + letterWidth}" y="${(last?.y ?? floor) + 4}">
        ${formatValue(values.at(-1) ?? 0, unit)}
      </text>`;
  });
  return plotFrame({ id, title, description, rows }, [...grid, ...drawn]);
}

function described(subject: string, values: readonly number[], unit: CurvePlot["unit"]): string {
  const [first, last] = [values[0] ?? 0, values.at(-1) ?? 0].map((value) => formatValue(value, unit));
  return `${subject}: ${first} for the first, ${last} for number ${values.length}. `;
}
