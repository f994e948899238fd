import type { VersionRange } from "../versions.ts";

/**
 * Compares dotted versions number by number; missing parts count as zero, a leading `v` or `go` and whatever follows the
 * numbers (`-rc.1`, `+dfsg1`) are left out of account.
 * @returns negative, zero or positive, as sort functions want it
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a version lies in the range. What holds no version lies in none. */
export function isWithin(version: string, range: VersionRange): boolean {
  if (numbersOf(version).length === 0) return false;
  return compareVersions(version, range.min) >= 0 && compareVersions(version, range.below) < 0;
}

function numbersOf(version: string): number[] {
  const digits = /^(?:v|go)?(\d+(?:\.\d+)*)/.exec(version.trim())?.[1];
  return digits === undefined ? [] : digits.split(".").map(Number);
}
