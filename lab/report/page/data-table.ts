import type { MissingSummary, RateSummary, Summary } from "../../analysis/contract.ts";
import { formatValue } from "../../analysis/format.ts";
import { shownNumber } from "../../analysis/shown.ts";
import type { Unit } from "../../contract.ts";
import {
  hasNumbers,
  methodAnchor,
  shownInterval,
  shownRange,
  shownSummary,
  type FigureRow,
  type FigureRows,
} from "../figures.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** A header with a button that sorts by its column; the page's script sets `aria-sort`. */
export function sortableHeader(text: string, className = ""): Markup {
  return html`<th scope="col" class="${className}" data-sortable>
    <button type="button" class="sort">${text}<span class="arrow" aria-hidden="true"></span></button>
  </th>`;
}

/** A table in a box that scrolls if the table is wider than the page. The box can have the focus, so that it scrolls by keyboard. */
export function tableBox(label: string, table: Markup): Markup {
  return html`<div class="table-box" tabindex="0" role="region" aria-label="${label}">${table}</div>`;
}

/** The values of a figure for every subject: the numbers of a plot, or facts. */
export function dataTable(figure: FigureRows): Markup {
  const { title } = figure.figure;
  const caption = html`<caption>
    <a href="#${methodAnchor(figure.experiment)}">How it was measured</a>
  </caption>`;
  const numbers = hasNumbers(figure);
  const headers = numbers
    ? numberHeaders()
    : [sortableHeader("Approach"), sortableHeader("Value"), sortableHeader("Rounds", "number")];
  const rows = figure.rows.map((row) =>
    numbers ? numberRow(row, figure.figure.unit) : factRow(row, figure.figure.unit),
  );
  return tableBox(
    `${title}: table`,
    html`<table class="data">
      ${caption}
      <thead>
        <tr>
          ${headers}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`,
  );
}

function numberHeaders(): Markup[] {
  return [
    sortableHeader("Approach"),
    sortableHeader("Median", "number"),
    sortableHeader("Interval", "number"),
    sortableHeader("Min .. max", "number"),
    sortableHeader("n", "number"),
  ];
}

function numberRow({ subject, summary }: FigureRow, unit: Unit): Markup {
  if (summary.kind !== "number") return reasonRow(subject, summary, unit, 4);
  const { median, low, min, max, values, missing } = summary;
  return html`<tr>
    ${rowHeader(subject, missing)}
    ${cell(median, html`<strong>${shownNumber(summary, unit)}</strong>`)}${cell(low, shownInterval(summary, unit))}
    ${cell(min, shownRange(min, max, unit))}${cell(values.length, values.length)}
  </tr>`;
}

function factRow({ subject, summary }: FigureRow, unit: Unit): Markup {
  if (summary.kind === "rate") return rateRow(subject, summary, unit);
  if (summary.kind !== "fact") return reasonRow(subject, summary, unit, 2);
  return html`<tr>
    ${rowHeader(subject, summary.missing)}
    <td data-sort="${String(summary.value)}">${factMark(summary, unit)}</td>
    ${cell(summary.values.length, summary.values.length)}
  </tr>`;
}

/** The hits and trials of all rounds, with the rate's interval. */
function rateRow(subject: string, summary: RateSummary, unit: Unit): Markup {
  return html`<tr>
    ${rowHeader(subject, summary.missing)}
    <td data-sort="${summary.rate}">${shownSummary(summary, unit)}</td>
    ${cell(summary.values.length, summary.values.length)}
  </tr>`;
}

/** The subject; below it the rounds without a value, and why. */
function rowHeader(subject: string, missing: string | undefined): Markup {
  const note = missing === undefined ? undefined : html`<span class="note">no value in ${missing}</span>`;
  return html`<th scope="row" data-sort="${subject}">${subject}${note}</th>`;
}

function cell(sort: number, content: Part): Markup {
  return html`<td class="number" data-sort="${sort}">${content}</td>`;
}

// Without data-sort the row stays at the end, in both directions of sorting.
function reasonRow(subject: string, summary: Summary, unit: Unit, columns: number): Markup {
  const text =
    summary.kind === "missing"
      ? html`<span class="missing">no value</span> ${summary.reason}`
      : factMark(summary, unit);
  return html`<tr>
    ${rowHeader(subject, undefined)}
    <td colspan="${columns}" class="reason">${text}</td>
  </tr>`;
}

/** A fact, a rate, or the median; with a mark if the rounds disagree. */
export function factMark(summary: Exclude<Summary, MissingSummary>, unit: Unit): Markup {
  if (summary.kind === "number") return html`${shownNumber(summary, unit)}`;
  if (summary.kind === "rate") return html`${shownSummary(summary, unit)}`;
  const shown = formatValue(summary.value, unit);
  const kind = typeof summary.value === "boolean" ? `fact ${shown}` : "fact";
  return html`<span class="${kind}">${shown}</span
    >${summary.agree ? undefined : html` <span class="disagree">rounds disagree</span>`}`;
}
