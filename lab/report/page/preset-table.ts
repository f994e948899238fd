import type { RankingView } from "../ranking-view.ts";
import { tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";

/** The order for each preset; the page's script makes their names buttons that set the weights. */
export function presetTable({ presets }: RankingView): Markup {
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
