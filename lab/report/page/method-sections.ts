import { formatShare, formatValue } from "../../analysis/format.ts";
import { ruleSentences } from "../../analysis/sentences.ts";
import type { Unit } from "../../contract.ts";
import { rules } from "../../rules/rules.ts";
import { figureAnchor } from "../figures.ts";
import type { ReportModel } from "../model.ts";
import { noiseRows } from "../noise-rows.ts";
import { sortableHeader, tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";

/** The A/A comparison of an approach with its twin. */
export function noiseSection({ analysis }: ReportModel): Markup {
  const rows = noiseRows(analysis);
  const [first] = rows;
  const body =
    first === undefined
      ? html`<p>No twin was measured. Differences are judged only by the stated margins.</p>`
      : html`<p>
            ${first.noise.subject} was deployed twice. The two are equal, so what they differ by is noise: the root mean
            square of the difference over the runs that are counted. A difference between approaches must exceed it.
          </p>
          ${noiseTable(rows)}`;
  return html`<section id="noise" aria-labelledby="heading-noise">
    <h2 id="heading-noise">Noise: an approach against itself</h2>
    ${body}
  </section>`;
}

function noiseTable(rows: ReturnType<typeof noiseRows>): Markup {
  return tableBox(
    "Noise of each figure",
    html`<table>
      <caption>
        Difference between an approach and its twin
      </caption>
      <thead>
        <tr>
          ${sortableHeader("Figure")}${sortableHeader("Relative", "number")}${sortableHeader("Absolute", "number")}${sortableHeader("Runs", "number")}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ key, figure, noise }) =>
            html`<tr>
              <th scope="row"><a href="#${figureAnchor(key)}">${key}</a></th>
              <td class="number" data-sort="${noise.relative}">
                ${noise.relative === undefined ? "no ratio" : formatShare(noise.relative)}
              </td>
              <td class="number" data-sort="${noise.absolute}">${absoluteText(noise.absolute, figure.unit)}</td>
              <td class="number" data-sort="${noise.runs.length}">${noise.runs.length}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

/** Of rates and facts, the difference is in shares. */
function absoluteText(value: number, unit: Unit): string {
  return ["trials", "yes-no", "text"].includes(unit) ? formatShare(value) : formatValue(value, unit);
}

/** How numbers are summarised and compared. */
export function statisticsSection(): Markup {
  return html`<section id="statistics" aria-labelledby="heading-statistics">
    <h2 id="heading-statistics">Statistics</h2>
    <p>The rules by which numbers are summarised and compared.</p>
    <ul>
      <li>
        Approaches take turns, in a random order in each round that depends on the seed, so that a slow minute of the
        host affects all of them.
      </li>
      ${ruleSentences(rules).map((rule) => html`<li>${rule}</li>`)}
    </ul>
  </section>`;
}
