import type { Analysis, Summary } from "../../../lab/analysis/contract.ts";
import { formatValue } from "../../../lab/analysis/format.ts";
import { claims } from "../../../lab/claims/claims.ts";
import { falseAlarms } from "../../../lab/claims/false-alarms.ts";
import { decide } from "../../../lab/claims/finding.ts";
import type { Unit } from "../../../lab/contract.ts";
import { shownRange } from "../../../lab/report/figures.ts";
import { outcomes, outcomeWords } from "../../../lab/report/outcomes.ts";
import { tables, type NumbersTable } from "./numbers-tables.ts";

/** Markdown of a cell's parts, one below the other. */
const below = "<br>";

/**
 * The page docs/numbers.md: what the newest kept runs say. Nothing is chosen: every complete run of all approaches under the newest rules is in it.
 * @param runs in their order of time, all under the same rules
 * @returns Markdown, not formatted yet
 */
export function numbersPage(runs: readonly Analysis[]): string {
  const [first] = runs;
  if (first === undefined) throw new Error("no run to tell of");
  return [
    head(runs),
    ...tables.map((table) => sectionOf(table, runs)),
    claimsSection(runs),
    falseAlarmsSection(runs),
  ].join("\n\n");
}

function head(runs: readonly Analysis[]): string {
  const rows = runs.map(({ run, cells }) => {
    const { cpu, cores, kernel, engine, cgroupVersion } = run.host;
    const report = `[${run.id}](results/${run.id}/report.md)`;
    return `| ${report} | ${run.project} | ${cells.length} | ${cpu}, ${cores} cores | ${kernel}, cgroup v${cgroupVersion} | ${engine} |`;
  });
  return `# Numbers

What the kept runs say that were measured under the [rules](../lab/rules/rules.yaml) of today: all of them, ${runs.length} of ${runs.length}, whatever they show.
[All runs](results/README.md) lists the others too. This page is generated from the raw results: \`npm run goldens\`; a test compares it with them. [The lab](lab.md) says how it measures.

| Run | Code | Counted cells | Processor | Kernel | Docker Engine |
| - | - | - | - | - | - |
${rows.join("\n")}

In each cell of the tables a line per run, in this order: the median, and in brackets its exact 95 % interval; with two rounds, smallest to largest. Every number is of the workload that the experiment
names, on these hosts: compare approaches, and do not take a number for your machine.`;
}

function sectionOf({ title, mind, figures, variants = false }: NumbersTable, runs: readonly Analysis[]): string {
  const [{ subjects, variants: others } = { subjects: [], variants: [] }] = runs;
  const rows = [...subjects, ...(variants ? others : [])]
    .filter((subject) => figures.some(({ figure }) => runs.some((run) => isMeasured(run, figure, subject))))
    .map((subject) => `| ${subject} | ${figures.map(({ figure }) => cellOf(figure, subject, runs)).join(" | ")} |`);
  const header = `| Approach | ${figures.map(({ heading }) => heading).join(" | ")} |`;
  const keys = figures.map(({ figure }) => `\`${figure}\``).join(", ");
  return [
    `## ${title}`,
    [header, `| - |${figures.map(() => " - |").join("")}`, ...rows].join("\n"),
    `${mind} Figures: ${keys}.`,
  ].join("\n\n");
}

/** A variant takes part in some experiments only. */
function isMeasured({ run }: Analysis, figure: string, subject: string): boolean {
  const [experiment = ""] = figure.split("/");
  return run.subjects.find(({ name }) => name === subject)?.experiments?.includes(experiment) ?? true;
}

function cellOf(figure: string, subject: string, runs: readonly Analysis[]): string {
  const shown = runs.map((run) => shownIn(run, figure, subject));
  // What is equal in all runs stands there once.
  return new Set(shown).size === 1 ? (shown[0] ?? "") : shown.join(below);
}

function shownIn(analysis: Analysis, key: string, subject: string): string {
  const unit = analysis.figures.find((one) => one.key === key)?.figure.unit;
  if (unit === undefined) throw new Error(`no run has the figure ${key}`);
  if (!isMeasured(analysis, key, subject)) return "not measured";
  return shownSummary(analysis.summary(key, subject), unit);
}

function shownSummary(summary: Summary, unit: Unit): string {
  if (summary.kind === "missing") return "no value";
  if (summary.kind === "fact") return `${formatValue(summary.value, unit)}${summary.agree ? "" : " (rounds disagree)"}`;
  if (summary.kind === "rate") {
    return `${summary.hits} of ${summary.of} (${percent(summary.low)} to ${percent(summary.high)} %)`;
  }
  const { median, low, high, exact } = summary;
  return exact || low === high
    ? formatValue(median, unit)
    : `${formatValue(median, unit)} (${shownRange(low, high, unit)})`;
}

function claimsSection(runs: readonly Analysis[]): string {
  const judged = claims.map((claim) => ({ claim, found: runs.map((run) => decide(claim, run).outcome) }));
  const counts = outcomes.map((outcome) => {
    const each = runs.map((_, index) => judged.filter(({ found }) => found[index] === outcome).length);
    return `| ${outcomeWords[outcome].words} | ${each.join(" | ")} |`;
  });
  const names = runs.map(({ run }) => run.id.slice(0, 16));
  const rows = judged.map(
    ({ claim, found }) =>
      `| ${claim.id} | ${claim.claim} | ${found.map((outcome) => outcomeWords[outcome].words).join(" | ")} |`,
  );
  const differing = judged.filter(({ found }) => new Set(found).size > 1).map(({ claim }) => claim.id);
  const agreement =
    differing.length === 0
      ? "The runs agree on every claim."
      : `The runs disagree on ${differing.length} of ${judged.length} claims: ${differing.join(", ")}. Such a claim is at the edge of what these runs can tell.`;
  const columns = names.map((name) => ` ${name} |`).join("");
  return [
    "## Claims",
    `[Claims](claims.md) has the parts of each. ${agreement}`,
    [`| Verdict |${columns}`, `| - |${names.map(() => " - |").join("")}`, ...counts].join("\n"),
    [`| Claim | It says |${columns}`, `| - | - |${names.map(() => " - |").join("")}`, ...rows].join("\n"),
  ].join("\n\n");
}

function falseAlarmsSection(runs: readonly Analysis[]): string {
  const rows = runs.map((run) => {
    const { figures, comparisons, alarming } = falseAlarms(run, claims);
    const { rate } = figures;
    const interval = rate === undefined ? "" : ` (${percent(rate.low)} to ${percent(rate.high)} %)`;
    const names = alarming.map((figure) => `\`${figure}\``).join(", ");
    return `| ${run.run.id} | ${figures.alarms} of ${figures.of}${interval} | ${comparisons.alarms} of ${comparisons.of} | ${names || "none"} |`;
  });
  return [
    "## False alarms",
    "An approach is deployed twice in each run. The two are fed to the comparisons that the claims make, as if they were two approaches. So often they come out as different, with the exact 95 % interval of the rate:",
    ["| Run | Figures | Comparisons | Which |", "| - | - | - | - |", ...rows].join("\n"),
  ].join("\n\n");
}

function percent(share: number): string {
  return String(Math.round(share * 100));
}
