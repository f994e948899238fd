/** What the docker command line adds to an error: how it is used. */
const advice = /^(Run 'docker .*--help'|See 'docker .*--help')/;

/** The reason in what the docker command line has printed: its last line that is neither empty nor advice. Empty if there is none. */
export function reasonIn(stderr: string): string {
  const lines = stderr.split(/\r?\n/).map((line) => line.trim());
  return lines.findLast((line) => line !== "" && !advice.test(line)) ?? "";
}
