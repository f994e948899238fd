import type { Outcome } from "../claims/contract.ts";
import { falseAlarmsText } from "../claims/false-alarms.ts";
import { shownValue } from "./figures.ts";
import { keyFigures } from "./key-figures.ts";
import type { ReportModel } from "./model.ts";
import { outcomes, outcomeWords } from "./outcomes.ts";
import { skippedOf } from "./run-facts.ts";
import { textTable } from "./text-table.ts";

export interface TerminalOptions {
  readonly colour: boolean;
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
type Colour = keyof typeof codes;

const colours: Readonly<Record<Outcome, Colour>> = {
  holds: "green",
  fails: "red",
  mixed: "yellow",
  unknown: "dim",
};

/** Text for a terminal at the end of a run: key figures, verdicts, ranking. Ends with a line break. */
export function terminalReport(model: ReportModel, { colour }: TerminalOptions): string {
  const paint = (text: string, name: Colour) => (colour ? `\u001b[${codes[name]}m${text}\u001b[0m` : text);
  const heading = (text: string) => paint(text, "bold");
  const lines = [
    ...figureLines(model, heading),
    "",
    heading("Verdicts"),
    verdictLine(model, paint),
    falseAlarmsText(model.falseAlarms),
    ...surprises(model, paint),
    "",
    heading("Ranking"),
    ...rankingLines(model),
    ...problemLines(model, heading),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function figureLines({ analysis }: ReportModel, heading: (text: string) => string): string[] {
  const rows = keyFigures(analysis).map(({ key, figure, rows }) => [
    key,
    ...rows.map(
      ({ summary }) => `${shownValue(summary, figure.unit)}${summary.kind === "fact" && !summary.agree ? " (!)" : ""}`,
    ),
  ]);
  const table = textTable(["", ...analysis.subjects], rows);
  const open = rows.some((cells) => cells.some((cell) => cell.endsWith("(!)"))) ? ["(!) the rounds disagree"] : [];
  return [heading("Figures"), ...table, ...open];
}

function verdictLine({ claims }: ReportModel, paint: (text: string, name: Colour) => string): string {
  return outcomes
    .map((outcome) => {
      const count = claims.filter(({ verdict }) => verdict.outcome === outcome).length;
      return paint(`${outcomeWords[outcome].mark} ${count} ${outcomeWords[outcome].words}`, colours[outcome]);
    })
    .join("   ");
}

/** Claims that do not hold, the part most worth reading. */
function surprises({ claims }: ReportModel, paint: (text: string, name: Colour) => string): string[] {
  return claims
    .filter(({ verdict }) => verdict.outcome === "fails")
    .map(({ claim, verdict }) => `  ${paint(`${outcomeWords.fails.mark} ${claim.id}`, "red")} ${verdict.because}`);
}

function rankingLines({ ranking }: ReportModel): string[] {
  const width = Math.max(...ranking.order.map(({ subject }) => subject.length));
  return ranking.order.map(({ subject, score, excluded }, i) => {
    const place = excluded.length > 0 ? "out" : `${i + 1}.`;
    const line = [place.padEnd(3), subject.padEnd(width), score.toFixed(2), excluded.join("; ")];
    return line.join("  ").trimEnd();
  });
}

function problemLines({ analysis, failures }: ReportModel, heading: (text: string) => string): string[] {
  const lines = [
    ...skippedOf(analysis.run).map(({ name, reason }) => `${name} was skipped: ${reason}`),
    ...failures.map(
      ({ experiment, subject, rounds, message }) => `${experiment} of ${subject} failed in ${rounds}: ${message}`,
    ),
  ];
  return lines.length === 0 ? [] : ["", heading("Skipped and failed"), ...lines];
}

/** A line without control characters, except for the colours of this report. */
function printable(line: string): string {
  // eslint-disable-next-line no-control-regex
  return line.replaceAll(/\s/g, " ").replaceAll(/\u001b(?!\[\d{1,2}m)|[\u0000-\u001a\u001c-\u001f\u007f-\u009f]/g, "?");
}
