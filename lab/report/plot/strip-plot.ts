import type { NumberSummary, Summary } from "../../analysis/contract.ts";
import { formatValue } from "../../analysis/format.ts";
import type { Unit } from "../../contract.ts";
import { html, type Markup } from "../page/markup.ts";
import { axisOf, type Axis } from "./axis.ts";
import { gridLine, plotFrame, type Rows } from "./frame.ts";
import { labelWidth, plotWidth, rounded } from "./sizes.ts";

/** One line of a plot. */
export interface PlotRow {
  readonly subject: string;
  readonly summary: Summary;
}

export interface StripPlot {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly rows: readonly PlotRow[];
}

/** Sizes in the drawing's units, about pixels. */
const rowHeight = 30;
const top = 8;
const margin = 26;
const dotRadius = 3.4;
/** Units whose values are whole numbers. */
const wholeOnly: readonly Unit[] = ["count", "lines", "exit-code"];
/** Vertical offsets of dots, so that equal values do not hide each other. */
const lanes = [0, -5, 5];

/** A dot per round, a line for the median, and a bar for its interval; subjects without a number say so. */
export function stripPlot({ id, title, unit, rows }: StripPlot): Markup {
  const numbers = rows.flatMap(({ summary }) => (summary.kind === "number" ? [summary] : []));
  const left = labelWidth(rows.map(({ subject }) => subject));
  const axis = axisOf(
    numbers.flatMap(({ values, low, high }) => [...values, low, high]),
    left,
    plotWidth - margin,
    wholeOnly.includes(unit),
  );
  const extent = { top, bottom: top + rows.length * rowHeight };
  return plotFrame({ id, title, description: described(rows, unit, axis), rows: extent }, [
    ...grid(axis, extent, unit),
    ...rows.map((row, i) => plotRow(row, axis, top + (i + 0.5) * rowHeight)),
  ]);
}

/** The plot in words, for screen readers. */
function described(rows: readonly PlotRow[], unit: Unit, axis: Axis): string {
  const each = rows.map(({ subject, summary }) => {
    if (summary.kind !== "number") return `${subject}: no number.`;
    const [median, low, high] = [summary.median, summary.low, summary.high].map((value) => formatValue(value, unit));
    return `${subject}: median ${median}, interval ${low} to ${high}, ${summary.values.length} rounds.`;
  });
  return `${axis.kind === "log" ? "Logarithmic" : "Linear"} axis. ${each.join(" ")}`;
}

function grid(axis: Axis, rows: Rows, unit: Unit): Markup[] {
  const lines = axis.ticks.map((tick) => gridLine(rounded(axis.at(tick)), rows, formatValue(tick, unit)));
  if (axis.breakAt === undefined) return lines;
  const x = axis.breakAt;
  // Two strokes across the axis show that it is not continuous between 0 and the first power of ten.
  return [...lines, html`<path class="break" d="M${x - 4} ${rows.bottom + 5}l4 -10m2 10l4 -10" />`];
}

function plotRow({ subject, summary }: PlotRow, axis: Axis, y: number): Markup {
  const label = html`<text class="label" x="0" y="${y + 4.5}">${subject}</text>`;
  if (summary.kind !== "number")
    return html`${label}<text class="none" x="${rounded(axis.at(axis.ticks[0] ?? 0)) + 6}" y="${y + 4.5}"
        >no number</text
      >`;
  return html`${label}${marks(summary, axis, y)}`;
}

function marks({ values, median, low, high }: NumberSummary, axis: Axis, y: number): Markup {
  const from = rounded(axis.at(low));
  const span = Math.max(2, rounded(axis.at(high)) - from);
  const middle = rounded(axis.at(median));
  const dots = values.map((value, i) => {
    const lane = lanes[i % lanes.length] ?? 0;
    return html`<circle class="dot" cx="${rounded(axis.at(value))}" cy="${y + lane}" r="${dotRadius}" />`;
  });
  return html`<rect class="interval" x="${from}" y="${y - 9}" width="${rounded(span)}" height="18" rx="3" />${dots}<line
      class="median"
      x1="${middle}"
      x2="${middle}"
      y1="${y - 11}"
      y2="${y + 11}"
    />`;
}
