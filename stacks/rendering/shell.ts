/** Quotes a word for a shell. */
export function quote(word: string): string {
  // A word that begins with = is something else to some shells.
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command of a shell script, with each word quoted. */
export function commandLine(words: readonly string[]): string {
  return words.map(quote).join(" ");
}
