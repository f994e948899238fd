import type { ReportModel } from "../model.ts";
import { outcomes, outcomeWords } from "../outcomes.ts";
import { disturbedRows, hostRows, skippedOf } from "../run-facts.ts";
import { tableBox } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";
import { titledList } from "./titled-list.ts";

/** What ran, when and where, and what is missing. */
export function headline({ analysis, failures }: ReportModel): Markup {
  const { run } = analysis;
  const skipped = skippedOf(run);
  return html`<section id="run" aria-labelledby="heading-run">
    <h2 id="heading-run">This run</h2>
    <p>
      ${analysis.subjects.length} approaches, ${run.settings.experiments.length} experiments, ${run.settings.rounds}
      counted rounds of timings, in a random, seeded
      order.${run.settings.quick ? " A quick run: with fewer rounds, fewer differences can be told from noise." : undefined}
    </p>
    <dl class="facts">
      ${fact("Approaches", analysis.subjects.join(", "))}
      ${fact("Started", html`<time datetime="${run.startedAt}">${moment(run.startedAt)}</time>`)}
      ${fact("Host", `${run.host.cpu}, ${run.host.cores} cores, ${run.host.system}, kernel ${run.host.kernel}`)}
      ${fact("Docker Engine", `${run.host.engine}, ${run.host.runtime}, cgroup v${run.host.cgroupVersion}`)}
      ${fact("Seed and rounds", `seed ${run.settings.seed}, ${run.settings.rounds} rounds`)}
      ${fact("Version", run.project)}
    </dl>
    ${list(
      "Skipped",
      skipped.map(({ name, reason }) => html`<strong>${name}</strong>: ${reason}`),
      "Nothing was skipped.",
    )}
    ${list(
      "Failed",
      failures.map(
        ({ experiment, subject, rounds, message }) =>
          html`<strong>${experiment}</strong> of ${subject}, ${rounds}: ${message}`,
      ),
      "No experiment failed.",
    )}
  </section>`;
}

/** Number of claims by verdict. */
export function verdictSummary({ claims }: ReportModel): Markup {
  const tiles = outcomes.map((outcome) => {
    const count = claims.filter(({ verdict }) => verdict.outcome === outcome).length;
    const { mark, words, meaning } = outcomeWords[outcome];
    return html`<li>
      <strong>${count}</strong><span class="verdict ${outcome}">${mark} ${words}</span
      ><span class="hint">${meaning}</span>
    </li>`;
  });
  return html`<section id="verdicts" aria-labelledby="heading-verdicts">
    <h2 id="heading-verdicts">Verdicts</h2>
    <p>${claims.length} claims about containers, each decided by this run's figures.</p>
    <ul class="tiles">
      ${tiles}
    </ul>
  </section>`;
}

/** The machine and the software. */
export function hostSection({ analysis }: ReportModel): Markup {
  const facts = [...hostRows(analysis.run.host), ...disturbedRows(analysis.cells)];
  const rows = facts.map(
    ([name, value]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${value}</td>
      </tr>`,
  );
  return html`<section id="host" aria-labelledby="heading-host">
    <h2 id="heading-host">Host</h2>
    ${tableBox(
      "Host",
      html`<table>
        <caption>
          The machine and the software of this run
        </caption>
        <thead>
          <tr>
            <th scope="col">Property</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
    )}
  </section>`;
}

/** The approaches' own warnings. */
export function warningsSection({ analysis }: ReportModel): Markup {
  const measured = analysis.run.subjects.filter(({ twinOf }) => twinOf === undefined);
  return html`<section id="warnings" aria-labelledby="heading-warnings">
    <h2 id="heading-warnings">Warnings</h2>
    <p>What each approach itself says that it cannot do.</p>
    ${measured.map(({ name, warnings }) =>
      list(
        name,
        warnings.map((text) => html`${text}`),
        "No warnings.",
      ),
    )}
  </section>`;
}

function fact(name: string, value: string | Markup): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function list(title: string, items: readonly Markup[], otherwise: string): Markup {
  if (items.length === 0)
    return html`<h3>${title}</h3>
      <p>${otherwise}</p>`;
  return titledList(title, items);
}

/** Such as `2026-01-02 03:04 UTC`. */
function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
