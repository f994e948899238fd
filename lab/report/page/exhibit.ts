import { formatValue } from "../../analysis/format.ts";
import type { Exhibit, ExhibitCurves, ExhibitTable } from "../../contract.ts";
import { curvePlot } from "../plot/curve-plot.ts";
import { tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";

/** What an experiment shows beside its figures. @param id of its element, unique in the page */
export function exhibitMarkup(exhibit: Exhibit, id: string): Markup {
  const content = exhibit.kind === "table" ? tableOf(exhibit) : curvesOf(exhibit, id);
  return html`<details class="figure" id="${id}" open>
    <summary><span class="figure-title">${exhibit.title}</span></summary>
    <div class="figure-body">${content}</div>
  </details>`;
}

function tableOf({ title, columns, rows }: ExhibitTable): Markup {
  return tableBox(
    title,
    html`<table>
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row" class="wording">${name}</th>
              ${cells.map((cell) => html`<td class="wording">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

/** The curves, and their numbers for readers who cannot see them. */
function curvesOf(exhibit: ExhibitCurves, id: string): Markup {
  const { title, unit, across, curves } = exhibit;
  const longest = Math.max(...curves.map(({ values }) => values.length));
  const shown = numbersShown.filter((number) => number <= longest);
  return html`<div class="plot-box">${curvePlot({ id: `${id}-plot`, ...exhibit })}</div>
    ${tableBox(
      `${title}: table`,
      html`<table class="data">
        <thead>
          <tr>
            <th scope="col">Approach</th>
            ${shown.map((number) => html`<th scope="col" class="number">${across} ${number}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${curves.map(
            ({ subject, values }) =>
              html`<tr>
                <th scope="row">${subject}</th>
                ${shown.map((number) => html`<td class="number">${valueAt(values, number, unit)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>`,
    )}`;
}

const numbersShown = [1, 2, 3, 5, 10, 15, 20];

function valueAt(values: readonly number[], number: number, unit: ExhibitCurves["unit"]): string {
  const value = values[number - 1];
  return value === undefined ? "none" : formatValue(value, unit);
}
