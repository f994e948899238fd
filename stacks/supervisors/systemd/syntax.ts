/** Quotes a word of a setting that systemd splits into words; also escapes specifiers. */
export function word(text: string): string {
  if (/^[\w@+=:,./-]+$/.test(text)) return text;
  // Only ASCII's control characters: an escape is one byte, and the others have two.
  return `"${text.replace(/["%\\]|(?![\u0080-\u009f])\p{Cc}/gu, escaped)}"`;
}

/** Quotes words and joins them with spaces. */
export function words(texts: readonly string[]): string {
  return texts.map(word).join(" ");
}

/** Escapes a setting that is a single text, such as a description: systemd neither splits nor unquotes it, but expands specifiers. */
export function plain(text: string): string {
  // A backslash at the end of a line would append the next one.
  return text
    .replaceAll("%", "%%")
    .replace(/\s+/g, " ")
    .replace(/[\s\\]+$/, "")
    .trimStart();
}

/** Characters with a special meaning between double quotes in a unit file. */
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "%": "%%",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function escaped(character: string): string {
  return escapes[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
