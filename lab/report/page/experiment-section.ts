import type { Summary } from "../../analysis/contract.ts";
import type { Unit } from "../../contract.ts";
import { hasNumbers, methodAnchor, type FigureRows } from "../figures.ts";
import type { ExperimentView } from "../model.ts";
import { stripPlot } from "../plot/strip-plot.ts";
import { dataTable, factMark, tableBox } from "./data-table.ts";
import { exhibitMarkup } from "./exhibit.ts";
import { html, type Markup } from "./markup.ts";

/** Number of figures of an experiment that are open at first. */
const openFigures = 2;

/** An experiment: question, method, what it leaves out, a table of all figures, then each figure with its plot and numbers. */
export function experimentSection(experiment: ExperimentView): Markup {
  const { name, title, question, figures, exhibits } = experiment;
  const plotted = figures.filter(hasNumbers);
  const facts = figures.filter((figure) => !hasNumbers(figure));
  return html`<section class="experiment" id="experiment-${name}" aria-labelledby="heading-${name}">
    <h3 id="heading-${name}">${title}</h3>
    <p class="question">${question}</p>
    ${methodOf(experiment)} ${glance(experiment)}
    ${exhibits.map((exhibit, i) => exhibitMarkup(exhibit, `exhibit-${name}-${i}`))}
    ${plotted.map((figure, i) => figureDetails(figure, i < openFigures))}
    ${facts.map((figure) => figureDetails(figure, false))}
  </section>`;
}

function methodOf({ name, method, excludes, kind, workload, cells }: ExperimentView): Markup {
  return html`<dl class="method" id="${methodAnchor(name)}" tabindex="-1">
    <div>
      <dt>Method</dt>
      <dd>${method}</dd>
    </div>
    <div>
      <dt>Not included</dt>
      <dd>${excludes}</dd>
    </div>
    <div>
      <dt>Repetition</dt>
      <dd>${repetition[kind]} Workload: ${workload}. ${cells}</dd>
    </div>
  </dl>`;
}

const repetition: Readonly<Record<ExperimentView["kind"], string>> = {
  timing: "Timing: one warm-up round is dropped; all other rounds count.",
  steady: "Steady: fewer rounds than for timings; a warm-up round does not count.",
  categorical: "Yes or no, or a count: two rounds, which must agree.",
};

/** A table of all figures of the experiment: medians and facts by approach. */
function glance({ title, figures }: ExperimentView): Markup {
  const subjects = figures[0]?.rows.map(({ subject }) => subject) ?? [];
  return tableBox(
    `${title}: all figures`,
    html`<table class="glance">
      <caption>
        Medians and facts; each figure links to its rounds
      </caption>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          ${subjects.map((subject) => html`<th scope="col" class="number">${subject}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${figures.map(glanceRow)}
      </tbody>
    </table>`,
  );
}

function glanceRow({ anchor, figure, rows }: FigureRows): Markup {
  return html`<tr>
    <th scope="row"><a href="#${anchor}">${figure.title}</a>${hint(figure.better)}</th>
    ${rows.map(({ summary }) => html`<td class="number">${glanceValue(summary, figure.unit, anchor)}</td>`)}
  </tr>`;
}

/** A missing value links to its reason: touch, keyboard and paper do not show a title. */
function glanceValue(summary: Summary, unit: Unit, anchor: string): Markup {
  if (summary.kind === "missing")
    return html`<a class="missing" href="#${anchor}" title="${summary.reason}">no value</a>`;
  return factMark(summary, unit);
}

const hints: Readonly<Record<FigureRows["figure"]["better"], string | undefined>> = {
  lower: "lower is better",
  higher: "higher is better",
  yes: "yes is better",
  no: "no is better",
  none: undefined,
};

function hint(better: FigureRows["figure"]["better"]): Markup | undefined {
  const text = hints[better];
  return text === undefined ? undefined : html`<span class="hint">${text}</span>`;
}

function figureDetails(figure: FigureRows, open: boolean): Markup {
  const { anchor, key } = figure;
  const { title, unit, better } = figure.figure;
  const plot = hasNumbers(figure)
    ? html`<div class="plot-box">${stripPlot({ id: `${anchor}-plot`, title, unit, rows: figure.rows })}</div>`
    : undefined;
  return html`<details class="figure" id="${anchor}" ${open ? html` open` : undefined}>
    <summary>
      <span class="figure-title">${title}</span> <span class="hint">${hints[better]}</span> <code>${key}</code>
    </summary>
    <div class="figure-body">${plot}${dataTable(figure)}</div>
  </details>`;
}
