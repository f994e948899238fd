import type { Evidence } from "../../claims/contract.ts";
import { falseAlarmsText } from "../../claims/false-alarms.ts";
import { figureAnchor } from "../figures.ts";
import type { JudgedClaim, ReportModel } from "../model.ts";
import { outcomeWords } from "../outcomes.ts";
import { partsList } from "./claim-parts.ts";
import { sortableHeader, tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";

/** Every claim with its verdict, the reason, and the deciding numbers. */
export function claimsSection(model: ReportModel): Markup {
  return html`<section id="claims" aria-labelledby="heading-claims">
    <h2 id="heading-claims">Claims</h2>
    <p>
      What the documents that this project started from say about containers. Each claim is split into parts, and each
      part is decided by the figures. A claim holds if all its parts do, and does not if none does.
    </p>
    <p>${falseAlarmsText(model.falseAlarms)}</p>
    ${tableBox(
      "Claims and verdicts",
      html`<table>
        <caption>
          Figures link to their numbers and their method
        </caption>
        <thead>
          <tr>
            ${sortableHeader("Id")}${sortableHeader("Verdict")}${sortableHeader("Claim")}
            <th scope="col">Its parts</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          ${model.claims.map((judged) => claimRow(judged, model))}
        </tbody>
      </table>`,
    )}
  </section>`;
}

function claimRow({ claim, verdict }: JudgedClaim, model: ReportModel): Markup {
  const { outcome, parts, evidence } = verdict;
  return html`<tr id="claim-${claim.id}">
    <th scope="row" class="id">${claim.id}</th>
    <td><span class="verdict ${outcome}">${outcomeWords[outcome].mark} ${outcomeWords[outcome].words}</span></td>
    <td class="wording">${claim.claim}<span class="hint">${claim.source}</span></td>
    <td class="because">${partsList(parts, claim)}</td>
    <td class="evidence">${numbers(evidence, claim.figures, model)}</td>
  </tr>`;
}

/** The deciding numbers by figure; closed at first, since some verdicts rest on dozens. */
function numbers(evidence: readonly Evidence[], figures: readonly string[], model: ReportModel): Markup {
  const shown = new Map(figures.map((figure) => [figure, new Set<string>()]));
  for (const { figure, subject, shown: value } of evidence)
    shown.set(figure, (shown.get(figure) ?? new Set()).add(`${subject} ${value}`));
  if (shown.size === 0) return html`<span class="missing">no figure of this lab decides it</span>`;
  const items = [...shown].map(
    ([figure, values]) =>
      html`<li>${figureLink(figure, model)}<span class="hint">${[...values].join(", ")}</span></li>`,
  );
  return html`<details>
    <summary>${shown.size} ${shown.size === 1 ? "figure" : "figures"}</summary>
    <ul>
      ${items}
    </ul>
  </details>`;
}

/** A link to a figure; if the run has no such figure, its key with the reason. */
export function figureLink(key: string, { analysis }: ReportModel): Markup {
  if (analysis.figures.some((figure) => figure.key === key))
    return html`<a href="#${figureAnchor(key)}"><code>${key}</code></a>`;
  return html`<code>${key}</code> <span class="missing">not part of this run</span>`;
}
