import { substitute, TemplateProblem, type Lookup } from "./template.ts";

/** What is wrong in a file of variables. */
export class EnvFileProblem extends Error {
  override readonly name = "EnvFileProblem";
  /** From 1. */
  readonly line: number;
  readonly allowed: string;

  constructor(line: number, found: string, allowed: string) {
    super(found);
    this.line = line;
    this.allowed = allowed;
  }
}

/**
 * Reads a file of variables, as Compose does: `NAME=VALUE`, with comments, `export`, and quotes. In single quotes a value stands as it is; in
 * double quotes and without any, variables are replaced by those before and around it.
 * @param text the file
 * @param around variables that win over those of the file, when a value mentions them. A name without a value takes its value from there
 * @returns variables in their order; one that has no value anywhere is left out
 * @throws EnvFileProblem
 */
export function readEnvFile(text: string, around: Lookup): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const lookup: Lookup = (name) => around(name) ?? found.get(name);
  let rest = new Rest(text);
  for (;;) {
    rest = rest.atStatement();
    if (rest.text === "") return found;
    const { name, left, inherited } = nameIn(rest);
    if (inherited) {
      const value = around(name);
      if (value !== undefined) found.set(name, value);
      rest = left;
      continue;
    }
    const { value, left: after } = valueIn(left, lookup);
    found.set(name, value);
    rest = after;
  }
}

/** What is still to read, and on which line it begins. */
class Rest {
  readonly text: string;
  readonly line: number;

  constructor(text: string, line = 1) {
    this.text = text;
    this.line = line;
  }

  after(length: number): Rest {
    const lines = this.text.slice(0, length).split("\n").length - 1;
    return new Rest(this.text.slice(length), this.line + lines);
  }

  /** Without what a pattern matches at its begin. */
  without(pattern: RegExp): Rest {
    return this.after(pattern.exec(this.text)?.[0].length ?? 0);
  }

  /** Without blank lines and comments before the next statement. */
  atStatement(): Rest {
    return this.without(/^(?:\s+|#[^\n]*(?:\n|$))*/);
  }

  /** Its first line, for messages. */
  get shown(): string {
    return JSON.stringify(this.text.split("\n", 1)[0] ?? "");
  }
}

interface Named {
  readonly name: string;
  readonly left: Rest;
  /** Whether there is no value, so that it comes from around. */
  readonly inherited: boolean;
}

function nameIn(rest: Rest): Named {
  const from = rest.without(/^export[\t\v\f\r \u0085\u00a0]+/);
  const [all = "", written = "", end = ""] =
    /^([\p{L}\p{N}_.\-[\]\t\v\f\r \u0085\u00a0]*)([=:\n]|$)/u.exec(from.text) ?? [];
  if (all === "" && from.text !== "") {
    throw new EnvFileProblem(
      from.line,
      `${from.shown} has a character that no name of a variable has`,
      "NAME=VALUE, with letters, digits, _, . and - in the name",
    );
  }
  const left = from.after(all.length).without(/^[\t\v\f\r \u0085\u00a0]*/);
  return { name: checkedName(written.trimEnd(), from.line), left, inherited: end !== "=" && end !== ":" };
}

function checkedName(name: string, line: number): string {
  if (name.includes(" ")) throw new EnvFileProblem(line, `the name ${JSON.stringify(name)} has a blank`, "NAME=VALUE");
  if (name === "") throw new EnvFileProblem(line, "a value has no name", "NAME=VALUE");
  return name;
}

interface Valued {
  readonly value: string;
  readonly left: Rest;
}

function valueIn(rest: Rest, lookup: Lookup): Valued {
  const [quote = ""] = rest.text;
  return quote === "'" || quote === '"' ? quotedIn(rest, quote, lookup) : unquotedIn(rest, lookup);
}

/** The rest of the line, up to a comment. */
function unquotedIn(rest: Rest, lookup: Lookup): Valued {
  const [line = ""] = /^[^\n]*\n?/.exec(rest.text) ?? [];
  const [value = ""] = line.split(" #", 1);
  return { value: expanded(value.trimEnd(), rest.line, lookup), left: rest.after(line.length) };
}

function quotedIn(rest: Rest, quote: "'" | '"', lookup: Lookup): Valued {
  const quoted = quote === "'" ? /^'((?:[^'\\]|\\[^])*)'/ : /^"((?:[^"\\]|\\[^])*)"/;
  const [all, inner = ""] = quoted.exec(rest.text) ?? [];
  if (all === undefined) {
    throw new EnvFileProblem(rest.line, `the quote that begins at ${rest.shown} does not end`, "a quote at both ends");
  }
  const text = inner.replaceAll(`\\${quote}`, quote);
  const value = quote === "'" ? text : expanded(unescaped(text), rest.line, lookup);
  return { value, left: rest.after(all.length) };
}

function expanded(text: string, line: number, lookup: Lookup): string {
  try {
    return substitute(text, lookup).text;
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error;
    throw new EnvFileProblem(line, error.found, error.allowed);
  }
}

const escapes: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  // The replacement of variables makes one dollar sign of it.
  $: "$$",
};

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:([abfnrtv$\\])|0(\d{3}))/g,
    (all, letter: string | undefined, octal: string | undefined) => {
      if (letter !== undefined) return escapes[letter] ?? all;
      const code = Number.parseInt(octal ?? "", 8);
      return code < 256 ? String.fromCharCode(code) : all;
    },
  );
}

/** Reads a file of variables where quotes, dollar signs and `#` stand for themselves, as `docker run --env-file` does. */
export function readRawEnvFile(text: string, around: Lookup): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [index, written] of text.split("\n").entries()) {
    const line = written.replace(/\r$/, "").trimStart();
    if (line === "" || line.startsWith("#")) continue;
    const equals = line.indexOf("=");
    const name = equals < 0 ? line : line.slice(0, equals);
    if (name === "" || /\s/.test(name)) {
      throw new EnvFileProblem(index + 1, `${JSON.stringify(line)} has no name of a variable`, "NAME=VALUE");
    }
    const value = equals < 0 ? around(name) : line.slice(equals + 1);
    if (value !== undefined) found.set(name, value);
  }
  return found;
}
