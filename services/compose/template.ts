/** The value of a variable; undefined if it is not set. */
export type Lookup = (name: string) => string | undefined;

/** What a text with variables comes to. */
export interface Substituted {
  readonly text: string;
  /** Variables without a value or a default: they came to nothing. */
  readonly unset: readonly string[];
}

/** Why a text with variables comes to nothing. */
export class TemplateProblem extends Error {
  override readonly name = "TemplateProblem";
  readonly found: string;
  readonly allowed: string;

  constructor(found: string, allowed: string) {
    super(found);
    this.found = found;
    this.allowed = allowed;
  }
}

const forms =
  "$NAME, ${NAME}, ${NAME:-default}, ${NAME-default}, ${NAME:+other}, ${NAME+other}, ${NAME:?message}, ${NAME?message}; $$ for a dollar sign";

/**
 * Replaces variables. Defaults and messages may have variables themselves, which are looked at only if they are used.
 * @throws TemplateProblem
 */
export function substitute(template: string, lookup: Lookup): Substituted {
  const unset: string[] = [];
  let text = "";
  let rest = template;
  for (;;) {
    const dollar = rest.indexOf("$");
    if (dollar < 0) return { text: text + rest, unset };
    text += rest.slice(0, dollar);
    rest = rest.slice(dollar);
    const { length, value } = next(rest, lookup, unset);
    text += value;
    rest = rest.slice(length);
  }
}

/** @param text begins with a dollar sign @returns how much of it the value stands for */
function next(text: string, lookup: Lookup, unset: string[]): { readonly length: number; readonly value: string } {
  if (text.startsWith("$$")) return { length: 2, value: "$" };
  const [named, name] = /^\$([_a-z]\w*)/i.exec(text) ?? [];
  if (named !== undefined && name !== undefined) return { length: named.length, value: plainly(name, lookup, unset) };
  // Such as $(date) and $1: a dollar sign of the program's own.
  if (!text.startsWith("${")) return { length: 1, value: "$" };
  const end = closing(text);
  const inner = end < 0 ? "" : text.slice(2, end);
  const [, variable, operator, word = ""] = /^([_a-z]\w*)(?:(:?[-+?])([^]*))?$/i.exec(inner) ?? [];
  if (variable === undefined)
    throw new TemplateProblem(`${JSON.stringify(end < 0 ? text : text.slice(0, end + 1))} names no variable`, forms);
  const value =
    operator === undefined ? plainly(variable, lookup, unset) : chosen({ variable, operator, word }, lookup, unset);
  return { length: end + 1, value };
}

/** Index of the brace that closes the first one. */
function closing(text: string): number {
  let open = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "{") open += 1;
    if (text[index] !== "}") continue;
    open -= 1;
    if (open === 0) return index;
  }
  return -1;
}

function plainly(name: string, lookup: Lookup, unset: string[]): string {
  const value = lookup(name);
  if (value === undefined) unset.push(name);
  return value ?? "";
}

interface Braced {
  readonly variable: string;
  /** A colon takes an empty value for none. */
  readonly operator: string;
  readonly word: string;
}

function chosen({ variable, operator, word }: Braced, lookup: Lookup, unset: string[]): string {
  const value = lookup(variable);
  const isThere = value !== undefined && (value !== "" || !operator.startsWith(":"));
  const other = () => {
    const found = substitute(word, lookup);
    unset.push(...found.unset);
    return found.text;
  };
  if (operator.endsWith("+")) return isThere ? other() : "";
  if (isThere) return value;
  if (operator.endsWith("-")) return other();
  const message = other();
  throw new TemplateProblem(
    `the variable ${variable} has no value${message === "" ? "" : `: ${message}`}`,
    `a value of ${variable}, from the shell or the file .env`,
  );
}
