import type { VersionRange } from "../versions.ts";

/**
 * Compares dotted versions number by number. Missing parts count as zero; a leading `v` or `go`, and what follows the
 * numbers (`-rc.1`, `+dfsg1`), is ignored.
 * @returns negative, zero or positive, as for sort()
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a version is in the range. A text without a version is in none. */
export function isWithin(version: string, range: VersionRange): boolean {
  if (numbersOf(version).length === 0) return false;
  return compareVersions(version, range.min) >= 0 && compareVersions(version, range.below) < 0;
}

function numbersOf(version: string): number[] {
  const digits = /^(?:v|go)?(\d+(?:\.\d+)*)/.exec(version.trim())?.[1];
  return digits === undefined ? [] : digits.split(".").map(Number);
}
