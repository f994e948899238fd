import { stat } from "node:fs/promises";
import path from "node:path";
import { timeLeft } from "../progress/display.ts";

/**
 * Fixed cost of a package (starting the compiler, reading imports), in bytes of source. Fitted to the times of the 980 packages
 * of the Docker plugin (`go build -debug-actiongraph`): 19 ms, plus 2.7 ms per kilobyte; sizes explain half of the differences.
 */
const fixedWeight = 7_000;

/** Linking comes last, counts no packages and takes about this share of the whole (from the same measurement). */
const linkingShare = 0.03;

/** Before this share is done, the time left would be a guess. */
const tellingShare = 0.04;

/** Template for `go list -deps -f`: what weighPackages reads. */
export const listFormat = '{{.ImportPath}}\t{{.Stale}} {{.StaleReason}}\t{{.Dir}}\t{{join .GoFiles "\t"}}';

/** Import paths of the packages that are still to be compiled, each with its share of the work in any unit. */
export type Weights = ReadonlyMap<string, number>;

/** A line of `go list -f listFormat`. @returns undefined for a package that is in the build cache or has no source */
export function parsePackage(line: string): { readonly name: string; readonly files: string[] } | undefined {
  const [name = "", stale = "", folder = "", ...files] = line.split("\t");
  if (files.length === 0 || !stale.startsWith("true") || stale.endsWith("available in build cache")) return undefined;
  return { name, files: files.map((file) => path.join(folder, file)) };
}

/** Weighs packages by the size of their sources. @param listed what `go list -deps -f listFormat` prints */
export async function weighPackages(listed: string): Promise<Weights> {
  const packages = listed.split("\n").flatMap((line) => parsePackage(line) ?? []);
  const weights = packages.map(async ({ name, files }) => {
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    return [name, sizes.reduce((sum, size) => sum + size, fixedWeight)] as const;
  });
  return new Map(await Promise.all(weights));
}

/** Progress of a build. */
export class BuildProgress {
  readonly #weights: Weights;
  readonly #total: number;
  readonly #atOnce: number;
  readonly #startedAt: number;
  readonly #begun: string[] = [];

  /**
   * @param atOnce how many packages are compiled at a time
   * @param now milliseconds
   */
  constructor(weights: Weights, atOnce: number, now: number) {
    this.#weights = weights;
    this.#atOnce = atOnce;
    this.#startedAt = now;
    this.#total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  }

  /** Takes note of a line of `go build -v`. @returns whether it names a package that was expected */
  begin(line: string): boolean {
    if (!this.#weights.has(line)) return false;
    this.#begun.push(line);
    return true;
  }

  /** For people: `62 % (1023 of 1650 packages), about 1 min 40 s left`; the time only after a first share is done. */
  describe(now: number): string {
    // go build names a package when it starts to compile it: the last ones are not done yet.
    const done = this.#begun.slice(0, Math.max(0, this.#begun.length - this.#atOnce));
    const weight = done.reduce((sum, name) => sum + (this.#weights.get(name) ?? 0), 0);
    const share = this.#total === 0 ? 0 : (weight / this.#total) * (1 - linkingShare);
    const count = `${Math.floor(share * 100)} % (${done.length} of ${this.#weights.size} packages)`;
    if (share < tellingShare) return count;
    return `${count}, ${timeLeft(((now - this.#startedAt) * (1 - share)) / share)}`;
  }
}
