import { dirname, join } from "node:path";

/** Where build contexts are written, relative to the project. */
export const contextsFolder = ".state/contexts";

/** Folder with the logs of images' builds: not below the contexts, which are what is built. @param contexts the folder of the contexts */
export function buildLogsBeside(contexts: string): string {
  return join(dirname(contexts), "build-logs");
}

const rule = "------";

/**
 * What a failed build printed at last.
 * @param log as BuildKit writes it without a terminal: a failed step's lines stand again at the end, between two rules
 * @returns lines; none if the build did not fail
 */
export function failureIn(log: string): readonly string[] {
  const lines = log.trimEnd().split("\n");
  if (!lines.some((line) => /^#\d+ ERROR: /.test(line))) return [];
  const last = lines.lastIndexOf(rule);
  const first = lines.lastIndexOf(rule, last - 1);
  return last > 0 && first >= 0 ? lines.slice(first + 1, last) : lines.slice(-longest);
}

const longest = 20;
