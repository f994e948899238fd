/** A value of an INI file, and where it stands. */
export interface IniValue {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** A section, by its name, in the order of the file. */
export interface IniSection {
  readonly name: string;
  readonly line: number;
  readonly values: ReadonlyMap<string, IniValue>;
  /** Of a key that stands there several times, all values: units of systemd have such. */
  readonly all: ReadonlyMap<string, readonly IniValue[]>;
}

/** What differs between kinds of INI files. */
export interface IniDialect {
  /** How a comment begins. */
  readonly comments: RegExp;
  /** What of a value is a comment. @default nothing */
  readonly inline?: RegExp;
  /** Whether a line goes on if it ends with a backslash, or if the next one is indented. */
  readonly continues: "backslash" | "indent";
}

/** Reads a file of sections with `key=value`. What is none of that is left out. */
export function readIni(text: string, { comments, inline, continues }: IniDialect): readonly IniSection[] {
  const sections: { name: string; line: number; all: Map<string, IniValue[]> }[] = [];
  let open: { text: string; line: number } | undefined;
  const close = () => {
    const section = sections.at(-1);
    const [, key = "", value = ""] = /^\s*([^=:[\]]+?)\s*[=:]\s*([^]*)$/.exec(open?.text ?? "") ?? [];
    if (section !== undefined && open !== undefined && key !== "") {
      const clean = inline === undefined ? value : value.replace(inline, "");
      section.all.set(key, [...(section.all.get(key) ?? []), { text: clean.trim(), line: open.line }]);
    }
    open = undefined;
  };
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    if (comments.test(written)) continue;
    if (open !== undefined && continues === "backslash" && open.text.endsWith("\\")) {
      open.text = `${open.text.slice(0, -1)} ${written.trim()}`;
      continue;
    }
    if (open !== undefined && continues === "indent" && /^\s+\S/.test(written)) {
      open.text += `\n${written.trim()}`;
      continue;
    }
    close();
    const [, name] = /^\s*\[([^\]]+)\]/.exec(written) ?? [];
    if (name !== undefined) sections.push({ name: name.trim(), line: index + 1, all: new Map() });
    else if (written.trim() !== "") open = { text: written, line: index + 1 };
  }
  close();
  return sections.map(({ name, line, all }) => ({
    name,
    line,
    all,
    values: new Map([...all].map(([key, values]) => [key, values.at(-1) ?? { text: "", line }] as const)),
  }));
}
