/** Letters by which two keys may differ for one to be a slip of the other. */
const most = 2;

/**
 * The key that may have been meant: at most two letters apart.
 * @param key as it was written. It can be of any length: what is too long for all keys is not compared
 */
export function nearest(key: string, keys: readonly string[]): string | undefined {
  // A character costs one or two units: a text of more than twice the longest key's is none that was meant.
  const longest = Math.max(0, ...keys.map((one) => one.length));
  if (key.length > 2 * (longest + most)) return undefined;
  const written = Array.from(key);
  return keys
    .map((one) => [one, apart(written, Array.from(one))] as const)
    .sort((a, b) => a[1] - b[1])
    .find(([, letters]) => letters <= most)?.[0];
}

/** By how many letters they differ (Levenshtein's distance); infinite where the lengths alone say that it is too much. */
function apart(a: readonly string[], b: readonly string[]): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, char] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (char === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** A text as a message has it: one that is longer than any name loses its end. */
export function shortened(text: string): string {
  const letters = Array.from(text.slice(0, 2 * longestShown));
  return letters.length <= longestShown && text.length <= 2 * longestShown
    ? text
    : `${letters.slice(0, longestShown).join("")}...`;
}

const longestShown = 200;
