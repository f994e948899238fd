import { html, type Markup, type Part } from "../page/markup.ts";
import { plotWidth } from "./sizes.ts";

/** Height of the numbers below a plot. */
const axisHeight = 30;
/** From the bottom of the rows to the line that its numbers stand on. */
const tickBaseline = 17;

/** Where the rows of a plot begin and end, from the top. */
export interface Rows {
  readonly top: number;
  readonly bottom: number;
}

export interface Frame {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** The plot in words, for screen readers. */
  readonly description: Part;
  readonly rows: Rows;
}

/** A drawing with a name and a description, and room for an axis below its rows. */
export function plotFrame({ id, title, description, rows }: Frame, content: Part): Markup {
  return html`<svg
    class="plot"
    viewBox="0 0 ${plotWidth} ${rows.bottom + axisHeight}"
    role="img"
    aria-labelledby="${id}-title ${id}-desc"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-desc">${description}</desc>
    ${content}
  </svg>`;
}

/** A line across all rows with its number below. @param x from the left, rounded */
export function gridLine(x: number, { top, bottom }: Rows, label: string): Markup {
  return html`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" />
    <text class="tick" x="${x}" y="${bottom + tickBaseline}" text-anchor="middle">${label}</text>`;
}
