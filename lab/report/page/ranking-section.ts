import { formatShare } from "../../analysis/format.ts";
import type { ReportModel } from "../model.ts";
import type { CriterionView, RankingView } from "../ranking-view.ts";
import { figureLink } from "./claims-section.ts";
import { sortableHeader, tableBox } from "./data-table.ts";
import { embeddedJson, html, type Markup } from "./markup.ts";

const usualLargest = 5;
const barWidth = 120;

/** The order with these weights, sliders that change them, and weights at which the first place changes. */
export function rankingSection(model: ReportModel): Markup {
  const { ranking } = model;
  return html`<section id="ranking" aria-labelledby="heading-ranking">
    <h2 id="heading-ranking">Ranking</h2>
    <p>
      Which approach is best depends on what matters to you. Each criterion's figures become a score from 0 (worst) to 1
      (best) on fixed scales; the total is the weighted mean of the scores. A constraint rules an approach out, whatever
      its score; what breaks rules out by default.
    </p>
    ${controls(ranking)}
    <p class="now" id="ranking-now" aria-live="polite">${orderText(ranking)}</p>
    ${tableBox("Ranking", orderTable(ranking))}
    <h3>How stable the order is</h3>
    <ul>
      ${ranking.stability.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
    <h3>Where the first place changes</h3>
    <p>If one weight of this report changes, and all others stay.</p>
    ${flips(ranking)}
    <h3>Scores</h3>
    ${tableBox("Scores by criterion", scoreTable(model))}
    <script type="application/json" id="ranking-data">
      ${embeddedJson(ranking)}
    </script>
  </section>`;
}

/** The order as a sentence; the page's script writes the same one. */
export function orderText({ order }: RankingView): string {
  const names = order.filter(({ excluded }) => excluded.length === 0).map(({ subject }) => subject);
  return names.length === 0 ? "The constraints exclude every approach." : `Order: ${names.join(", ")}.`;
}

function controls({ criteria, constraints }: RankingView): Markup {
  const weights = criteria.map(({ weight }) => weight);
  const largest = Math.max(usualLargest, ...weights.map(Math.ceil));
  // Weights from the command line may lie between the steps; the slider must not round them.
  const step = weights.every((weight) => Number.isInteger(2 * weight)) ? "0.5" : "any";
  return html`<form id="ranking-form">
    <fieldset class="sliders">
      <legend>Weights: how much each criterion matters to you, from 0 to ${largest}</legend>
      <div class="slider-grid">${criteria.map((criterion) => slider(criterion, largest, step))}</div>
    </fieldset>
    <fieldset class="sliders">
      <legend>Constraints: what every approach must satisfy</legend>
      <div class="checks">
        ${constraints.map(
          ({ name, title, chosen, because }) =>
            html`<label
              ><input type="checkbox" name="${name}" ${chosen ? html` checked` : undefined} />${title}${
                because === undefined ? undefined : html` <span class="hint">${because}</span>`
              }</label
            >`,
        )}
      </div>
    </fieldset>
    <p><button type="reset" class="plain">Back to the weights of this report</button></p>
  </form>`;
}

function slider({ name, title, weight }: CriterionView, largest: number, step: string): Markup {
  return html`<div>
    <label for="weight-${name}">${title}</label>
    <div class="row">
      <input
        type="range"
        id="weight-${name}"
        name="${name}"
        min="0"
        max="${largest}"
        step="${step}"
        value="${weight}"
      />
      <output for="weight-${name}">${Math.round(weight * 10) / 10}</output>
    </div>
  </div>`;
}

function orderTable({ order, criteria }: RankingView): Markup {
  return html`<table id="ranking-table">
    <caption>
      With these weights and constraints
    </caption>
    <thead>
      <tr>
        <th scope="col">Place</th>
        <th scope="col">Approach</th>
        <th scope="col" class="number">Score</th>
        <th scope="col">As a bar</th>
        <th scope="col" class="number">First with this share of all weights</th>
        <th scope="col">Notes</th>
      </tr>
    </thead>
    <tbody>
      ${order.map((row, i) => orderRow(row, i + 1, criteria))}
    </tbody>
  </table>`;
}

function orderRow(row: RankingView["order"][number], place: number, criteria: readonly CriterionView[]): Markup {
  const { subject, score, first, excluded, unscored } = row;
  const out = excluded.length > 0;
  const titles = Object.keys(unscored).map(
    (name) => criteria.find((criterion) => criterion.name === name)?.title ?? name,
  );
  const without = titles.length === 0 ? [] : [`without a score: ${titles.join(", ")}`];
  return html`<tr data-subject="${subject}" class="${out ? "excluded" : ""}">
    <td class="place">${out ? "out" : place}</td>
    <th scope="row">${subject}</th>
    <td class="number score">${score.toFixed(2)}</td>
    <td>${bar(score)}</td>
    <td class="number">${first === undefined ? "out" : formatShare(first)}</td>
    <td class="notes">${[...excluded, ...without].join("; ")}</td>
  </tr>`;
}

function bar(score: number): Markup {
  return html`<svg class="bar" viewBox="0 0 ${barWidth} 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="${barWidth}" height="10" />
    <rect class="fill" width="${Math.round(score * barWidth)}" height="10" />
  </svg>`;
}

function flips({ flips }: RankingView): Markup {
  if (flips.length === 0) return html`<p>No single weight, however large or small, changes the first place.</p>`;
  return html`<ul>
    ${flips.map((flip) => html`<li>${flip}</li>`)}
  </ul>`;
}

function scoreTable(model: ReportModel): Markup {
  const { subjects } = model.analysis;
  return html`<table>
    <caption>
      0 is the worst, 1 the best; figures link to their numbers
    </caption>
    <thead>
      <tr>
        ${sortableHeader("Criterion")}${subjects.map((subject) => sortableHeader(subject, "number"))}
        <th scope="col">From</th>
      </tr>
    </thead>
    <tbody>
      ${model.ranking.criteria.map(
        ({ title, formula, figures, scores }) =>
          html`<tr>
            <th scope="row" data-sort="${title}" class="wording">${title}<span class="hint">${formula}</span></th>
            ${subjects.map((subject) => scoreCell(scores[subject]))}
            <td class="evidence">${figures.map((figure) => html`<div>${figureLink(figure, model)}</div>`)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function scoreCell(score: CriterionView["scores"][string] = { reason: "not scored" }): Markup {
  if ("reason" in score) return html`<td class="reason"><span class="missing">no score</span> ${score.reason}</td>`;
  return html`<td class="number" data-sort="${score.score}">${score.score.toFixed(2)}</td>`;
}
