import type { MatrixCellView, MatrixRowView, ReportModel } from "../model.ts";
import { figureLink } from "./claims-section.ts";
import { tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";

/** The matrix that this project started from: each word, and beside it what was measured. */
export function matrixSection(model: ReportModel): Markup {
  const { matrix } = model;
  return html`<section id="matrix" aria-labelledby="heading-matrix">
    <h2 id="heading-matrix">Matrix</h2>
    <p>Each cell has the word of the original matrix first, then what this run measured.</p>
    ${tableBox(
      "Matrix",
      html`<table>
        <caption>
          What is said, what was measured
        </caption>
        <thead>
          <tr>
            <th scope="col">Aspect</th>
            ${matrix.subjects.map((subject) => html`<th scope="col">${subject}</th>`)}
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          ${matrix.rows.map((row) => matrixRow(row, model))}
        </tbody>
      </table>`,
    )}
  </section>`;
}

function matrixRow({ aspect, figures, cells }: MatrixRowView, model: ReportModel): Markup {
  return html`<tr>
    <th scope="row">${aspect}</th>
    ${cells.map(matrixCell)}
    <td class="evidence">${figures.map((figure) => html`<div>${figureLink(figure, model)}</div>`)}</td>
  </tr>`;
}

function matrixCell({ said, found }: MatrixCellView): Markup {
  return html`<td class="cell">
    <span class="said">${said === undefined ? "nothing said" : `“${said}”`}</span><span class="ours">${found}</span>
  </td>`;
}
