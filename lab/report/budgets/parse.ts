import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from "yaml";
import { UserError } from "../../../errors/user-error.ts";
import type { Analysis, FigureInRun } from "../../analysis/contract.ts";
import type { Figure } from "../../contract.ts";
import type { Bound, Budget } from "./contract.ts";
import { parsePercent, parseQuantity, quantityExamples } from "./quantity.ts";

const boundKinds = ["atMost", "atLeast", "is", "regressAtMost"] as const;
const fields: readonly string[] = ["figure", "subject", ...boundKinds, "against"];
const example = "{ figure: memory/idle.charged, subject: '*', atMost: 40 MB }";

/** File and line positions, for messages. */
interface Place {
  readonly source: string;
  readonly lines: LineCounter;
}

/**
 * Reads a YAML file with a list `budgets`.
 * @param source name of the file, for messages
 * @param analysis of the run that is checked: it must have the figures and subjects
 * @throws UserError with the line
 */
export function parseBudgets(text: string, source: string, analysis: Analysis): Budget[] {
  const place: Place = { source, lines: new LineCounter() };
  const document = parseDocument(text, { lineCounter: place.lines });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw mistake(place, broken.pos[0], broken.message.split("\n")[0] ?? "not YAML", "YAML", "correct the file");
  return entriesOf(document, place).map((entry) => budgetOf(entry, place, analysis));
}

function entriesOf(document: Document.Parsed, place: Place): Node[] {
  const list: unknown = document.get("budgets", true);
  if (!isSeq(list) || list.items.length === 0)
    throw mistake(
      place,
      0,
      "There is no list of budgets.",
      `budgets: with entries such as ${example}`,
      "write at least one budget",
    );
  return list.items.filter((item): item is Node => item !== null);
}

function budgetOf(entry: Node, place: Place, analysis: Analysis): Budget {
  const offset = entry.range?.[0] ?? 0;
  if (!isMap(entry))
    throw mistake(
      place,
      offset,
      "An entry of budgets is not a map.",
      example,
      "write it in braces, or one field per line",
    );
  const words = new Map(entry.items.map((pair) => wordsOf(pair, place)));
  for (const [name, { at }] of words) {
    if (!fields.includes(name))
      throw mistake(place, at, `A budget has no field "${name}".`, fields.join(", "), "rename or remove it");
  }
  const line = place.lines.linePos(offset).line;
  const figure = figureOf(words.get("figure"), offset, place, analysis);
  const subject = subjectOf(words.get("subject"), place, analysis);
  return { figure: figure.key, subject, bound: boundOf(words, figure, offset, place), line };
}

/** A field's text, and its offset in the file. */
interface Word {
  readonly text: string;
  readonly at: number;
}

function wordsOf({ key, value }: Pair, place: Place): [string, Word] {
  const at = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
  const content: unknown = isScalar(value) ? value.value : undefined;
  const plain = typeof content === "string" || typeof content === "number" || typeof content === "boolean";
  if (!isScalar(key) || !plain)
    throw mistake(place, at, "A field of a budget has no plain value.", example, "give it a text or a number");
  return [String(key.value), { text: String(content), at }];
}

function figureOf(word: Word | undefined, offset: number, place: Place, { figures }: Analysis): FigureInRun {
  const keys = figures.map(({ key }) => key);
  const figure = figures.find(({ key }) => key === word?.text);
  if (figure !== undefined) return figure;
  const found = word === undefined ? "A budget names no figure." : `There is no figure "${word.text}" in this run.`;
  throw mistake(place, word?.at ?? offset, found, keys.join(", "), "name one of these, or run its experiment");
}

function subjectOf(word: Word | undefined, place: Place, { run, subjects }: Analysis): string {
  if (word === undefined || word.text === "*") return "*";
  // Skipped subjects are part of the run: their budgets are unknown.
  if (run.subjects.some(({ name }) => name === word.text)) return word.text;
  throw mistake(
    place,
    word.at,
    `There is no approach "${word.text}" in this run.`,
    ["'*'", ...subjects].join(", "),
    "name one of these",
  );
}

function boundOf(words: ReadonlyMap<string, Word>, figure: FigureInRun, offset: number, place: Place): Bound {
  const given = boundKinds.filter((kind) => words.has(kind));
  const [kind] = given;
  const word = kind === undefined ? undefined : words.get(kind);
  if (kind === undefined || word === undefined || given.length > 1)
    throw mistake(place, offset, `A budget has ${given.length} bounds.`, boundKinds.join(", "), "give exactly one");
  const fitting = kindsFor(figure.figure);
  if (!fitting.includes(kind)) {
    const found = `${figure.key} is ${described(figure.figure)}, which "${kind}" does not fit.`;
    throw mistake(place, word.at, found, fitting.join(", "), "use one of these");
  }
  if (kind === "is") return { kind, value: factOf(word, figure.figure.unit, place) };
  if (kind === "regressAtMost") return regressionOf(word, words.get("against"), place);
  const value = parseQuantity(word.text, figure.figure.unit);
  if (value !== undefined) return { kind, value };
  const found = `"${word.text}" is no bound on ${figure.key}.`;
  throw mistake(place, word.at, found, quantityExamples(figure.figure.unit), "correct it");
}

function kindsFor({ unit, better }: Figure): readonly Bound["kind"][] {
  if (unit === "yes-no" || unit === "text") return ["is"];
  return better === "none" ? ["atMost", "atLeast"] : ["atMost", "atLeast", "regressAtMost"];
}

function described({ unit, better }: Figure): string {
  if (unit === "yes-no" || unit === "text") return "a fact";
  return better === "none" ? "a number of which neither more nor less is better" : "a number";
}

function factOf({ text, at }: Word, unit: Figure["unit"], place: Place): boolean | string {
  if (unit === "text") return text;
  if (text === "yes" || text === "true") return true;
  if (text === "no" || text === "false") return false;
  throw mistake(place, at, `"${text}" is neither yes nor no.`, "yes, no", "use one of these");
}

function regressionOf({ text, at }: Word, against: Word | undefined, place: Place): Bound {
  const share = parsePercent(text);
  if (share === undefined) throw mistake(place, at, `"${text}" is no share.`, "percent, such as 25 %", "correct it");
  if (against === undefined)
    throw mistake(place, at, "A regression is against nothing.", "against: the folder of a run", "name the folder");
  return { kind: "regressAtMost", share, against: against.text };
}

function mistake({ source, lines }: Place, offset: number, found: string, allowed: string, remedy: string): UserError {
  const { line } = lines.linePos(offset);
  return new UserError({ found: `${source}, line ${line || 1}: ${found}`, allowed, remedy: `${remedy} (${source})` });
}
