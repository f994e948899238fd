/** A word that a shell takes literally. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Words as one command of a shell script. */
export function commandLine(words: readonly string[]): string {
  return words.map(quote).join(" ");
}

/** Argv that runs a script where the command line runs; further words are the script's arguments. @param name what `$0` is */
export function shellArgv(name: string, lines: readonly string[]): readonly string[] {
  return ["sh", "-c", lines.join("\n"), name];
}
