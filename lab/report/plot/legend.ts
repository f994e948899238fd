import { html, type Markup } from "../page/markup.ts";

/** How to read the plots. */
export function legend(): Markup {
  return html`<svg class="plot legend" viewBox="0 0 440 34" role="img" aria-labelledby="legend-title">
    <title id="legend-title">
      Legend: a ring is the value of one round, a bar the 95 % interval of the median, a line the median
    </title>
    <circle class="dot" cx="8" cy="17" r="3.4" />
    <text class="label" x="20" y="21.5">one round</text>
    <rect class="interval" x="112" y="8" width="34" height="18" rx="3" />
    <text class="label" x="156" y="21.5">95 % interval of the median</text>
    <line class="median" x1="350" x2="350" y1="6" y2="28" />
    <text class="label" x="362" y="21.5">median</text>
  </svg>`;
}
