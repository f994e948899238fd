import assert from "node:assert/strict";

/** A unit file: section to setting to values, in order. */
export type UnitFile = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * Reads a unit file by the rules of systemd.syntax(7).
 * @throws AssertionError at an invalid line, and at one that continues in the next
 */
export function parseUnitFile(text: string): UnitFile {
  const file: Record<string, Record<string, string[]>> = {};
  let section: Record<string, string[]> | undefined;
  for (const line of text.split("\n")) {
    assert.ok(!line.endsWith("\\"), `continues in the next line: ${line}`);
    if (line.trim() === "" || /^\s*[#;]/.test(line)) continue;
    const head = /^\[(.+)\]$/.exec(line)?.[1];
    if (head !== undefined) {
      assert.ok(!(head in file), `the section ${head} is repeated`);
      section = file[head] = {};
      continue;
    }
    const [, key = "", value = ""] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? assert.fail(`not a setting: ${line}`);
    assert.ok(section, `outside of any section: ${line}`);
    (section[key] ??= []).push(value.trim());
  }
  return file;
}

/** What a letter after a backslash stands for. */
export const simpleEscapes: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  s: " ",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

/**
 * Splits a value into words by systemd's rules for quotes and escapes: systemd.syntax(7), systemd.service(5).
 * @throws AssertionError at an unknown escape, an open quote, and a specifier other than %%
 */
export function splitWords(value: string): string[] {
  const found: string[] = [];
  for (let rest = value.trim(); rest !== "";) {
    const quoted = /^(["'])((?:\\.|(?!\1)[^\\])*)\1(?=\s|$)/s.exec(rest);
    const [whole, raw] = quoted === null ? bare(rest) : [quoted[0], quoted[2] ?? ""];
    found.push(literal(raw));
    rest = rest.slice(whole.length).trimStart();
  }
  return found;
}

function bare(text: string): [string, string] {
  const [whole] =
    /^(?:\\.|[^\s\\"'])+(?=\s|$)/s.exec(text) ?? assert.fail(`a quote within a word, or an open one: ${text}`);
  return [whole, whole];
}

function literal(raw: string): string {
  const unescaped = raw.replace(/\\(x[0-9a-f]{2}|.)/gs, (_, code: string) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return simpleEscapes[code] ?? assert.fail(`unknown escape \\${code}`);
  });
  return unescaped.replace(/%(.?)/gs, (_, specifier: string) => {
    assert.equal(specifier, "%", `the specifier %${specifier}`);
    return "%";
  });
}
