/** A word of a systemd setting that is split into words: specifiers, quotes and escapes mean nothing in it. */
export function word(text: string): string {
  if (/^[\w@+=:,./-]+$/.test(text)) return text;
  // Control characters of ASCII alone: an escape stands for a byte, and the others have two.
  return `"${text.replace(/["%\\]|(?![\u0080-\u009f])\p{Cc}/gu, escaped)}"`;
}

/** Several of them. */
export function words(texts: readonly string[]): string {
  return texts.map(word).join(" ");
}

/** A setting that is a single text, such as a description, which is neither split nor unquoted: only specifiers mean something in it. */
export function plain(text: string): string {
  // A backslash at the end of a line would append the next one.
  return text
    .replaceAll("%", "%%")
    .replace(/\s+/g, " ")
    .replace(/[\s\\]+$/, "")
    .trimStart();
}

/** What stands for itself in a unit file, but not between double quotes. */
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
