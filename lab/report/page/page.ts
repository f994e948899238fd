import { createHash } from "node:crypto";
import type { SubjectRecord } from "../../results/record.ts";
import type { ReportModel } from "../model.ts";
import { legend } from "../plot/legend.ts";
import { claimsSection } from "./claims-section.ts";
import { experimentSection } from "./experiment-section.ts";
import { headline, hostSection, verdictSummary, warningsSection } from "./headline.ts";
import { html, raw, type Markup } from "./markup.ts";
import { matrixSection } from "./matrix-section.ts";
import { noiseSection, statisticsSection } from "./method-sections.ts";
import { provenanceSection } from "./provenance-section.ts";
import { purposesSection } from "./purposes-section.ts";
import { rankingSection } from "./ranking-section.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { topologyDiagram, topologyText } from "./topology.ts";

const sections = [
  ["purposes", "Which one"],
  ["run", "This run"],
  ["rules", "Rules"],
  ["verdicts", "Verdicts"],
  ["matrix", "Matrix"],
  ["claims", "Claims"],
  ["ranking", "Ranking"],
  ["approaches", "Approaches"],
  ["experiments", "Experiments"],
  ["noise", "Noise"],
  ["statistics", "Statistics"],
  ["host", "Host"],
  ["warnings", "Warnings"],
] as const;

/**
 * The report as one page. It opens from disk and loads nothing: its policy allows only its own style sheet and script.
 * @returns HTML
 */
export function htmlReport(model: ReportModel): string {
  const { run } = model.analysis;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>Container approaches compared, ${run.id}</title>
        <link rel="icon" href="data:," />
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <div class="layout">
          ${navigation(model)}
          <main id="main" tabindex="-1">
            <header class="top">
              <div>
                <h1>Container approaches compared</h1>
                <p class="lead">
                  The same services in containers, built in ${model.analysis.subjects.length} ways and measured side by
                  side on one host.
                </p>
              </div>
              <button type="button" class="theme">Dark colours</button>
            </header>
            ${purposesSection(model)} ${headline(model)} ${provenanceSection(model)} ${verdictSummary(model)}
            ${matrixSection(model)} ${claimsSection(model)} ${rankingSection(model)} ${approachesSection(model)}
            ${experimentsSection(model)} ${noiseSection(model)} ${statisticsSection()} ${hostSection(model)}
            ${warningsSection(model)}
            <footer><p>Run ${run.id} of ${run.project}. The same data for programs: results.json.</p></footer>
          </main>
        </div>
        ${raw(`<script>${script}</script>`)}
      </body>
    </html>`;
  return `${page.text}\n`;
}

// The elements above have no white space around their content, since that would change the hash.
const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function navigation({ experiments }: ReportModel): Markup {
  const inner = experiments.map(({ name, title }) => html`<li><a href="#experiment-${name}">${title}</a></li>`);
  return html`<nav aria-label="Contents">
    <ol>
      ${sections.map(
        ([id, title]) =>
          html`<li>
            <a href="#${id}">${title}</a>${
              id === "experiments"
                ? html`<ol>
                    ${inner}
                  </ol>`
                : undefined
            }
          </li>`,
      )}
    </ol>
  </nav>`;
}

function approachesSection({ analysis }: ReportModel): Markup {
  const each = analysis.run.subjects
    .filter(({ twinOf }) => twinOf === undefined)
    .map(
      (subject) =>
        html`<article aria-labelledby="approach-${subject.name}">
          <h3 id="approach-${subject.name}">${subject.name}</h3>
          <p>${introduction(subject)}</p>
          <div class="scroll" tabindex="0" role="region" aria-label="Diagram of ${subject.name}">
            ${topologyDiagram(subject)}
          </div>
          <details>
            <summary>In words</summary>
            <p>${topologyText(subject.topology)}</p>
          </details>
        </article>`,
    );
  return html`<section id="approaches" aria-labelledby="heading-approaches">
    <h2 id="heading-approaches">Approaches</h2>
    <p>Boxes are containers with their services in them; networks are below, the published port is above.</p>
    <div class="approaches">${each}</div>
  </section>`;
}

function introduction({ summary, requires, skipped }: SubjectRecord): string {
  const sentence = /[.!?]$/.test(summary) ? summary : `${summary}.`;
  const granted = requires.length === 0 ? "" : ` Needs to be granted: ${requires.join(", ")}.`;
  return `${sentence}${granted}${skipped === undefined ? "" : ` Not measured: ${skipped}`}`;
}

function experimentsSection({ experiments }: ReportModel): Markup {
  return html`<section id="experiments" aria-labelledby="heading-experiments">
    <h2 id="heading-experiments">Experiments</h2>
    <p>
      Each experiment has its question, its method, a table of all figures, and for each figure the value of every
      round.
    </p>
    ${legend()} ${experiments.map(experimentSection)}
  </section>`;
}
