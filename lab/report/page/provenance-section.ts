import type { ReportModel } from "../model.ts";
import { judgementTitles, otherRules, provenanceRows, verdictsOverTime } from "../provenance.ts";
import { sortableHeader, tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";

/** Which code and rules measured, which judge, where the raw data is; both verdicts of each claim if the run was judged before. */
export function provenanceSection(model: ReportModel): Markup {
  const { links } = model.provenance;
  const facts = provenanceRows(model).map(
    ([name, value]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  const register =
    links.register === undefined ? undefined : html`, and <a href="${links.register}">the register of all runs</a>`;
  const other = otherRules(model);
  return html`<section id="rules" aria-labelledby="heading-rules">
    <h2 id="heading-rules">Rules</h2>
    <dl class="facts">${facts}</dl>
    <p>Raw data: <a href="${links.results}">results.jsonl</a>${register}.</p>
    ${other === undefined ? undefined : html`<p><strong>${other}</strong></p>`} ${bothVerdicts(model)}
  </section>`;
}

function bothVerdicts(model: ReportModel): Markup | undefined {
  const rows = verdictsOverTime(model);
  if (rows.length === 0) return undefined;
  const titles = judgementTitles(model.provenance);
  return tableBox(
    "Verdicts, then and now",
    html`<table>
      <caption>
        Verdicts, then and now
      </caption>
      <thead>
        <tr>
          ${sortableHeader("Id")}${titles.map((title) => sortableHeader(`Judged ${title}`))}${sortableHeader("Judged here")}${sortableHeader("Differs")}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ id, then, now, differs }) =>
            html`<tr>
              <th scope="row" class="id">${id}</th>
              ${then.map((verdict) => html`<td>${verdict}</td>`)}
              <td>${now}</td>
              <td>${differs ? "yes" : ""}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
}
