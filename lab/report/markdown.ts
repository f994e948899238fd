import { formatShare } from "../analysis/format.ts";
import { ruleSentences } from "../analysis/sentences.ts";
import { falseAlarmsText } from "../claims/false-alarms.ts";
import { rules } from "../rules/rules.ts";
import { shownSummary } from "./figures.ts";
import { keyFigures } from "./key-figures.ts";
import type { ReportModel } from "./model.ts";
import { outcomes, outcomeWords } from "./outcomes.ts";
import { judgementTitles, otherRules, provenanceRows, verdictsOverTime } from "./provenance.ts";
import { disturbedRows, hostRows, skippedOf } from "./run-facts.ts";
import { markdownTable, markdownText } from "./text-table.ts";

/** The report as Markdown, for a pull request: without plots and details. */
export function markdownReport(model: ReportModel): string {
  const parts = [
    heading(model),
    provenance(model),
    verdicts(model),
    ...[verdictsThen(model)].filter((lines) => lines.length > 0),
    matrix(model),
    figures(model),
    ranking(model),
    missing(model),
    host(model),
    method(),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function heading({ analysis }: ReportModel): string[] {
  const { run } = analysis;
  const { seed, rounds, quick } = run.settings;
  return [
    "# Container approaches compared",
    "",
    `Run ${run.id} of ${markdownText(run.project)}: ${analysis.subjects.map(markdownText).join(", ")}; seed ${seed}, ${rounds} rounds${quick ? ", quick" : ""}.`,
  ];
}

function provenance(model: ReportModel): string[] {
  const { results, register } = model.provenance.links;
  const links = [
    `[results.jsonl](${encodeURI(results)})`,
    ...(register === undefined ? [] : [`[the register of runs](${encodeURI(register)})`]),
  ];
  const other = otherRules(model);
  return [
    ...provenanceRows(model).map(([name, value]) => `- ${name}: ${markdownText(value)}`),
    `- Raw data: ${links.join(", ")}`,
    ...(other === undefined ? [] : ["", `**${other}**`]),
  ];
}

function verdictsThen(model: ReportModel): string[] {
  const rows = verdictsOverTime(model);
  if (rows.length === 0) return [];
  const cells = rows.map(({ id, then, now, differs }) => [id, ...then, now, differs ? "yes" : ""]);
  const titles = judgementTitles(model.provenance).map((title) => `Judged ${markdownText(title)}`);
  return ["## Verdicts, then and now", "", ...markdownTable(["Id", ...titles, "Judged here", "Differs"], cells)];
}

function verdicts({ claims, falseAlarms }: ReportModel): string[] {
  const counts = outcomes.map((outcome) => {
    const count = claims.filter(({ verdict }) => verdict.outcome === outcome).length;
    return `${count} ${outcomeWords[outcome].words}`;
  });
  const rows = claims.map(({ claim, verdict }) => [
    claim.id,
    markdownText(claim.claim),
    `${outcomeWords[verdict.outcome].mark} ${outcomeWords[verdict.outcome].words}`,
    markdownText(verdict.because),
  ]);
  return [
    "## Verdicts",
    "",
    `${counts.join(", ")}.`,
    "",
    markdownText(falseAlarmsText(falseAlarms)),
    "",
    ...markdownTable(["Id", "Claim", "Verdict", "Because"], rows),
    ...knownFacts(claims),
  ];
}

/** What claims say that is true by construction: no verdict. */
function knownFacts(claims: ReportModel["claims"]): string[] {
  const facts = claims.flatMap(({ claim: { id, facts = [] } }) =>
    facts.map(({ sentence, source }) => `- ${id}: ${markdownText(sentence)} (${markdownText(source)})`),
  );
  return facts.length === 0 ? [] : ["", "True by construction, and so no part of a verdict:", "", ...facts];
}

function matrix({ matrix }: ReportModel): string[] {
  const rows = matrix.rows.map(({ aspect, cells }) => [
    markdownText(aspect),
    ...cells.map(
      ({ said, found }) => `${said === undefined ? "nothing said" : `“${markdownText(said)}”`}: ${markdownText(found)}`,
    ),
  ]);
  return [
    "## Matrix: what is said, what was measured",
    "",
    ...markdownTable(["Aspect", ...matrix.subjects.map(markdownText)], rows),
  ];
}

function figures({ analysis }: ReportModel): string[] {
  const rows = keyFigures(analysis).map(({ figure, key, rows }) => [
    `${markdownText(figure.title)} (\`${key}\`)`,
    ...rows.map(({ summary }) => markdownText(shownSummary(summary, figure.unit))),
  ]);
  return [
    "## Key figures",
    "",
    "Median [interval, with its chance to contain the true median if that is below 95 %] and number of rounds.",
    "",
    ...markdownTable(["Figure", ...analysis.subjects.map(markdownText)], rows),
  ];
}

function ranking({ ranking }: ReportModel): string[] {
  const rows = ranking.order.map(({ subject, score, first, excluded }, i) => [
    excluded.length > 0 ? "out" : String(i + 1),
    markdownText(subject),
    score.toFixed(2),
    first === undefined ? "" : formatShare(first),
    markdownText(excluded.join("; ")),
  ]);
  const presets = ranking.presets.map(({ title, reason, order }) => [
    markdownText(title),
    order.map(markdownText).join(", "),
    markdownText(reason),
  ]);
  return [
    "## Ranking",
    "",
    ...markdownTable(["Place", "Approach", "Score", "First with this share of all weights", "Out because"], rows),
    "",
    ...ranking.stability.map((sentence) => `- ${markdownText(sentence)}`),
    ...ranking.flips.map((flip) => `- ${markdownText(flip)}`),
    "",
    ...markdownTable(["For", "Order", "Weights"], presets),
  ];
}

function missing({ analysis, failures }: ReportModel): string[] {
  const lines = [
    ...skippedOf(analysis.run).map(
      ({ name, reason }) => `- ${markdownText(name)} was skipped: ${markdownText(reason)}`,
    ),
    ...failures.map(
      ({ experiment, subject, rounds, message }) =>
        `- ${experiment} of ${markdownText(subject)} failed in ${rounds}: ${markdownText(message)}`,
    ),
  ];
  return ["## Skipped and failed", "", ...(lines.length === 0 ? ["Nothing."] : lines)];
}

function host({ analysis }: ReportModel): string[] {
  const facts = [...hostRows(analysis.run.host), ...disturbedRows(analysis.cells)];
  const rows = facts.map(([name, value]) => [name, markdownText(value)]);
  return ["## Host", "", ...markdownTable(["Property", "Value"], rows)];
}

function method(): string[] {
  const interleaved = "Approaches take turns in a random, seeded order; warm-up rounds are dropped.";
  return ["## Method", "", ...[interleaved, ...ruleSentences(rules)].map((rule) => `- ${markdownText(rule)}`)];
}
