/** A word that a shell takes literally. */
export function quote(word: string): string {
  // A word that begins with = is something else to some shells.
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Words as one command of a shell script. */
export function commandLine(words: readonly string[]): string {
  return words.map(quote).join(" ");
}
