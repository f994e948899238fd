import { rules } from "../../analysis/compare.ts";
import { formatProbability, formatShare } from "../../analysis/format.ts";
import { figureAnchor } from "../figures.ts";
import type { ReportModel } from "../model.ts";
import { noiseRows } from "../noise-rows.ts";
import { sortableHeader, tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";

/** The A/A comparison of an approach with its twin. */
export function noiseSection({ analysis }: ReportModel): Markup {
  const rows = noiseRows(analysis);
  const [first] = rows;
  const differing = rows.filter(({ noise }) => noise.differs).length;
  const body =
    first === undefined
      ? html`<p>
          No twin was measured in this run. Differences are judged only by the rank test and the smallest relative
          difference.
        </p>`
      : html`<p>
            ${first.noise.subject} was deployed twice. The two are equal, so what they differ by is noise. In
            ${differing} of ${rows.length} figures the rank test found a difference all the same.
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
          ${sortableHeader("Figure")}${sortableHeader("Difference", "number")}${sortableHeader("p", "number")}${sortableHeader("Found different")}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ key, noise }) =>
            html`<tr>
              <th scope="row"><a href="#${figureAnchor(key)}">${key}</a></th>
              <td class="number" data-sort="${noise.relative}">${formatShare(noise.relative)}</td>
              <td class="number" data-sort="${noise.pValue}">
                ${noise.pValue === undefined ? "no test" : formatProbability(noise.pValue)}
              </td>
              <td data-sort="${String(noise.differs)}">
                <span class="fact ${noise.differs ? "yes" : "no"}">${noise.differs ? "yes" : "no"}</span>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
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
      <li>
        Medians are shown with a bootstrap 95 % interval; with fewer than four values the interval goes from the
        smallest to the largest.
      </li>
      ${rules.map((rule) => html`<li>${rule}</li>`)}
    </ul>
  </section>`;
}
