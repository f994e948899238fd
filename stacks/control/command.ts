/**
 * The command line, in exec form, that runs a control command of the outputs with a verb and its words.
 * @param control shell command of the outputs; run it in the project's folder
 */
export function controlArgv(control: string, ...words: readonly string[]): readonly [string, ...string[]] {
  return ["sh", "-c", `${control} "$@"`, "control", ...words];
}
