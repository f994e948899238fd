import type { Analysis } from "../../../lab/analysis/contract.ts";
import { claims } from "../../../lab/claims/claims.ts";
import type { Claim, Outcome } from "../../../lab/claims/contract.ts";
import { falseAlarms, falseAlarmsText } from "../../../lab/claims/false-alarms.ts";
import { decide } from "../../../lab/claims/finding.ts";
import { isMeasured, shownSummary } from "../../../lab/report/figures.ts";
import { outcomes, outcomeWords } from "../../../lab/report/outcomes.ts";
import { markdownTable, markdownText } from "../../../lab/report/text-table.ts";
import { tables, type NumbersTable } from "./numbers-tables.ts";

/**
 * The page docs/numbers.md: what the newest kept runs say. Nothing is chosen: every complete run of all approaches under the newest rules is in it.
 * @param runs in their order of time, all under the same rules
 * @returns Markdown, not formatted yet
 */
export function numbersPage(runs: readonly Analysis[]): string {
  const sections = [
    head(runs),
    ...tables.map((table) => sectionOf(table, runs)),
    claimsSection(runs),
    falseAlarmsSection(runs),
  ];
  return sections.map((lines) => lines.join("\n")).join("\n\n");
}

function head(runs: readonly Analysis[]): string[] {
  const rows = runs.map(({ run, cells }) => {
    const { cpu, cores, kernel, engine, cgroupVersion } = run.host;
    const report = `[${run.id}](results/${run.id}/report.md)`;
    const host = [`${cpu}, ${cores} cores`, `${kernel}, cgroup v${cgroupVersion}`, engine].map(markdownText);
    return [report, markdownText(run.project), String(cells.length), ...host];
  });
  return [
    `# Numbers

What the kept runs say that were measured under the [rules](../lab/rules/rules.yaml) of today: all that are complete, whatever they show.
[All runs](results/README.md) lists the others too. This page is generated from the raw results: \`npm run goldens\`; a test compares it with them. [The lab](lab.md) says how it measures.
`,
    ...markdownTable(["Run", "Code", "Counted cells", "Processor", "Kernel", "Docker Engine"], rows),
    `
In each cell of the tables a line per run, in this order, as its report has it: the median, or both where the values lie in two groups; its interval, with the chance to contain the true median if that is below 95 %; the number of rounds. Every number is of the
workload that the experiment names, on these hosts: compare approaches, and do not take a number for your machine.`,
  ];
}

function sectionOf({ title, mind, figures, variants = false }: NumbersTable, runs: readonly Analysis[]): string[] {
  const subjects = new Set(runs.flatMap((run) => [...run.subjects, ...(variants ? run.variants : [])]));
  const rows = [...subjects]
    .filter((subject) =>
      figures.some(({ figure }) => runs.some(({ run }) => isMeasured(run, subject, experimentOf(figure)))),
    )
    .map((subject) => [markdownText(subject), ...figures.map(({ figure }) => cellOf(figure, subject, runs))]);
  const keys = figures.map(({ figure }) => `\`${figure}\``).join(", ");
  const header = ["Approach", ...figures.map(({ heading }) => heading)];
  return [`## ${title}`, "", ...markdownTable(header, rows), "", `${mind} Figures: ${keys}.`];
}

function experimentOf(figure: string): string {
  return figure.split("/", 1)[0] ?? "";
}

function cellOf(figure: string, subject: string, runs: readonly Analysis[]): string {
  return perRun(runs, (run) =>
    isMeasured(run.run, subject, experimentOf(figure)) ? shownIn(run, figure, subject) : "not measured",
  );
}

/** A line for each run; what is equal in all stands there once. */
function perRun(runs: readonly Analysis[], shown: (run: Analysis) => string): string {
  const lines = runs.map((run) => markdownText(shown(run)));
  return new Set(lines).size === 1 ? (lines[0] ?? "") : lines.join("<br>");
}

function shownIn(analysis: Analysis, key: string, subject: string): string {
  const unit = analysis.figures.find((one) => one.key === key)?.figure.unit;
  if (unit === undefined) throw new Error(`no run has the figure ${key}`);
  return shownSummary(analysis.summary(key, subject), unit);
}

function claimsSection(runs: readonly Analysis[]): string[] {
  const judged = claims.map((claim) => ({ claim, found: runs.map((run) => decide(claim, run).outcome) }));
  const counts = outcomes.map((outcome) => {
    const each = runs.map((_, index) => judged.filter(({ found }) => found[index] === outcome).length);
    return [outcomeWords[outcome].words, ...each.map(String)];
  });
  const rows = judged.map(({ claim, found }) => [
    claim.id,
    markdownText(claim.claim),
    ...found.map((outcome) => outcomeWords[outcome].words),
  ]);
  const names = runs.map(({ run }) => run.id.slice(0, 16));
  return [
    "## Claims",
    "",
    ["[Claims](claims.md) has the parts of each.", ...agreement(judged, runs.length)].join(" "),
    "",
    ...markdownTable(["Verdict", ...names], counts),
    "",
    ...markdownTable(["Claim", "It says", ...names], rows),
  ];
}

/** One run agrees with nothing. */
function agreement(
  judged: readonly { readonly claim: Claim; readonly found: readonly Outcome[] }[],
  runs: number,
): string[] {
  if (runs < 2) return [];
  const differing = judged.filter(({ found }) => new Set(found).size > 1).map(({ claim }) => claim.id);
  if (differing.length === 0) return ["The runs agree on every claim."];
  return [
    `The runs disagree on ${differing.length} of ${judged.length} claims: ${differing.join(", ")}. Such a claim is at the edge of what these runs can tell.`,
  ];
}

function falseAlarmsSection(runs: readonly Analysis[]): string[] {
  const lines = runs.map((run) => `- ${run.run.id}: ${markdownText(falseAlarmsText(falseAlarms(run, claims)))}`);
  return ["## False alarms", "", ...lines];
}
