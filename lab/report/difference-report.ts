import type { Change, RunDifference, VerdictChange } from "./difference.ts";
import { shownSummary } from "./figures.ts";
import { outcomeWords } from "./outcomes.ts";
import { markdownTable, markdownText, textTable } from "./text-table.ts";

const header = ["Figure", "Approach", "Before", "After", "Change"];

/** Text for a terminal; ends with a line break. */
export function differenceText(difference: RunDifference): string {
  const { changes, open, cautions, verdicts } = difference;
  const lines = [
    `${difference.before} -> ${difference.after}: ${counts(difference)}`,
    ...cautions.map((caution) => `! ${caution}`),
    ...(changes.length === 0 ? [] : ["", ...textTable(header, changes.map(cellsOf))]),
    ...changes.map(({ key, subject, comparison }) => `  ${key} of ${subject}: ${comparison.reason}`),
    ...["", verdictCounts(difference), ...verdicts.changed.map((verdict) => `  ${verdictText(verdict)}`)],
    ...(open.length === 0 ? [] : ["", "Not known", ...open.map(openText)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Markdown for a pull request. */
export function differenceMarkdown(difference: RunDifference): string {
  const { changes, open, cautions, verdicts } = difference;
  const rows = changes.map((change) => [...cellsOf(change).map(markdownText), markdownText(change.comparison.reason)]);
  const lines = [
    `# ${difference.before} to ${difference.after}`,
    "",
    `${counts(difference)}.`,
    ...(cautions.length === 0 ? [] : ["", ...cautions.map((caution) => `- ${markdownText(caution)}`)]),
    ...(rows.length === 0 ? [] : ["", ...markdownTable([...header, "Because"], rows)]),
    ...["", "## Verdicts", "", `${verdictCounts(difference)}.`],
    ...(verdicts.changed.length === 0
      ? []
      : ["", ...verdicts.changed.map((verdict) => `- ${markdownText(verdictText(verdict))}`)]),
    ...(open.length === 0
      ? []
      : ["", "## Not known", "", ...open.map((change) => `- ${markdownText(openText(change))}`)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** JSON for programs. */
export function differenceJson(difference: RunDifference): RunDifference & { readonly schemaVersion: number } {
  return { schemaVersion: 2, ...difference };
}

function counts({ changes, open, equivalent, constant }: RunDifference): string {
  const better = changes.filter((change) => change.better === true).length;
  const worse = changes.filter((change) => change.better === false).length;
  return `${changes.length} changed (${better} better, ${worse} worse), ${equivalent} equivalent (${constant} of them constants), ${open.length} not known`;
}

function verdictCounts({ verdicts }: RunDifference): string {
  return `Verdicts: ${verdicts.changed.length} changed, ${verdicts.same} the same`;
}

function verdictText({ id, claim, before, after }: VerdictChange): string {
  return `${id}: ${outcomeWords[before].words} before, ${outcomeWords[after].words} after: ${claim}`;
}

function cellsOf({ key, figure, subject, before, after, comparison, better }: Change): string[] {
  const judged = better === undefined ? "" : better ? ", better" : ", worse";
  const { effect } = comparison;
  const by =
    effect?.scale === "ratio"
      ? ` ${effect.estimate >= 1 ? "+" : ""}${((effect.estimate - 1) * 100).toPrecision(3)} %`
      : "";
  return [
    key,
    subject,
    shownSummary(before, figure.unit),
    shownSummary(after, figure.unit),
    `${comparison.verdict}${by}${judged}`,
  ];
}

function openText({ key, subject, comparison }: Change): string {
  return `${key} of ${subject}: ${comparison.reason}`;
}
