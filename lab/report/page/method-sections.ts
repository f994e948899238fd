import { rules } from "../../analysis/compare.ts";
import { formatProbability, formatShare } from "../../analysis/format.ts";
import { figureAnchor } from "../figures.ts";
import type { ReportModel } from "../model.ts";
import { noiseRows } from "../noise-rows.ts";
import { sortableHeader, tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";

/** A/A: the same approach against itself. */
export function noiseSection({ analysis }: ReportModel): Markup {
  const rows = noiseRows(analysis);
  const [first] = rows;
  const differing = rows.filter(({ noise }) => noise.differs).length;
  const body =
    first === undefined
      ? html`<p>
          No twin was measured in this run, so differences are held against the rank test and the smallest relative
          difference alone.
        </p>`
      : html`<p>
            ${first.noise.subject} was deployed twice. Between these two there is nothing to find: what they differ by
            is noise. In ${differing} of ${rows.length} figures the rank test took them for different.
          </p>
          ${noiseTable(rows)}`;
  return html`<section id="noise" aria-labelledby="heading-noise">
    <h2 id="heading-noise">Noise: the same against itself</h2>
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
          ${sortableHeader("Figure")}${sortableHeader("Difference", "number")}${sortableHeader("p", "number")}${sortableHeader("Taken for different")}
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

/** How numbers come about and are compared. */
export function statisticsSection(): Markup {
  return html`<section id="statistics" aria-labelledby="heading-statistics">
    <h2 id="heading-statistics">Statistics</h2>
    <p>The rules by which numbers become statements; the same for claims, ranking and budgets.</p>
    <ul>
      <li>
        Approaches take turns, in a random order for each round that the seed decides, so that a slow minute of the host
        meets all of them.
      </li>
      <li>
        Shown are medians with a bootstrap 95 % interval; with fewer than four values the interval is the smallest and
        the largest.
      </li>
      ${rules.map((rule) => html`<li>${rule}</li>`)}
    </ul>
  </section>`;
}
