import type { ReportModel } from "../model.ts";
import type { RankingView } from "../ranking-view.ts";
import { tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";
import { titledList } from "./titled-list.ts";

/** The first answer: which approach for which purpose, and which are out, with the reason. */
export function purposesSection({ ranking }: ReportModel): Markup {
  const out = ranking.order.filter(({ excluded }) => excluded.length > 0);
  return html`<section id="purposes" aria-labelledby="heading-purposes">
    <h2 id="heading-purposes">Which one, for what</h2>
    <p>
      The same scores, weighed for a purpose. A button sets the weights of the <a href="#ranking">ranking</a>, which
      shows the scores, and how stable the order is. <code>npm run up -- NAME</code> deploys an approach.
    </p>
    ${presetTable(ranking)} ${out.length === 0 ? undefined : ruledOut(out)}
  </section>`;
}

/** The order for each preset; the page's script makes their names buttons that set the weights. */
function presetTable({ presets }: RankingView): Markup {
  return tableBox(
    "Purposes",
    html`<table id="preset-table">
      <caption>
        For a purpose, with the constraints of this report
      </caption>
      <thead>
        <tr>
          <th scope="col">Purpose</th>
          <th scope="col">Order</th>
          <th scope="col">Why these weights</th>
        </tr>
      </thead>
      <tbody>
        ${presets.map(
          ({ name, title, reason, order, chosen }) =>
            html`<tr>
              <th scope="row"><button type="button" class="plain preset" data-preset="${name}">${title}</button></th>
              <td>
                ${order.length === 0 ? "every approach is out" : order.join(", ")}${chosen ? " (this report)" : ""}
              </td>
              <td class="wording">${reason}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

function ruledOut(out: RankingView["order"]): Markup {
  return titledList(
    "Ruled out",
    out.map(({ subject, excluded }) => html`<strong>${subject}</strong>: ${excluded.join("; ")}`),
  );
}
