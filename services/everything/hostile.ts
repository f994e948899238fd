/** Texts with a special meaning for shells, supervisors, Dockerfiles or unit files. They must arrive unchanged. */
export const hostile: Readonly<Record<string, string>> = {
  BLANKS: "  two  blanks at  each end  ",
  SINGLE_QUOTES: "it's 'quoted'",
  DOUBLE_QUOTES: 'she said "so"',
  VARIABLE: "$HOME ${HOME} $$",
  SUBSTITUTION: "$(id) $((1 + 1))",
  BACKTICKS: "`id`",
  SPECIFIERS: "%h %% %(ENV_HOME)s %s",
  BACKSLASHES: "\\n \\\\ \\x41 \\$HOME",
  TRAILING_BACKSLASH: "ends with \\",
  NEWLINE: "two\nlines\n",
  TAB: "a\ttab",
  COMMENT: "# no comment; [no section]",
  SEPARATORS: "; true && false | cat > /tmp/x &",
  PATTERNS: "* ? [a-z] {a,b} ~ !!",
  NON_ASCII: "Grüße, ŵ, €, 漢字, 🐋",
  LEADING_DASH: "--leading -dash",
  EQUALS: "=a=b==",
  LONG: "0123456789abcdef".repeat(128),
};

/** A path with many special characters, in a folder that no image has. */
export const hostilePath = '/srv/every thing/it\'s a "file" of $HOME, ü.txt';

/** A folder that is as hard to quote, for a volume: so it has no colon. */
export const hostileFolder = '/var/lib/it\'s "kept" in $HOME, ü & %h';
/** The same of a folder, for configuration. */
export const hostileConfigs = '/srv/watched things/it\'s the "folder" of $HOME, ü';

/** All texts, with an empty one as the first, a middle and the last argument. */
export function hostileArguments(): string[] {
  const texts = Object.values(hostile);
  const middle = Math.floor(texts.length / 2);
  return ["", ...texts.slice(0, middle), "", ...texts.slice(middle), ""];
}

/** Bytes that are no text. */
export const bytesPath = "/srv/bytes.bin";
/** A script that ends every bash that reads it. */
export const breaksBash = "/srv/breaks-bash.sh";

/** A variable for each text, an empty one, names that shells do not take, and one that tells bash what to read first. */
export function hostileVariables(): Record<string, string> {
  const entries = Object.entries(hostile).map(([name, text]) => [`HOSTILE_${name}`, text] as const);
  return {
    ...Object.fromEntries(entries),
    ...{ HOSTILE_EMPTY: "", "hostile.type": "a dot in its name", "HOSTILE-DASH": "a dash", BASH_ENV: breaksBash },
  };
}
