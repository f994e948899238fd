/**
 * The words that run a control command of the outputs with a verb and its words.
 * @param control shell command; it has to run in the project's folder
 */
export function controlArgv(control: string, ...words: readonly string[]): readonly [string, ...string[]] {
  return ["sh", "-c", `${control} "$@"`, "control", ...words];
}
