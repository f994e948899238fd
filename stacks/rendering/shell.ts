/** A word that a shell takes literally. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Words as one command of a shell script. */
export function commandLine(words: readonly string[]): string {
  return words.map(quote).join(" ");
}
