/** What a conversion made of a key, a line or a setting that it could not take over as it is. */
export interface Loss {
  /** `changed`: it means something else now. `refused`: it is gone. */
  readonly kind: "changed" | "refused";
  /** What it is about, such as `web: health check`. */
  readonly what: string;
  /** What became of it, and why. */
  readonly why: string;
  /** Where it stands: file, line and column. @default it is no text of the user's */
  readonly at?: string;
}

/** A line for each, as the head of a file or a terminal shows it. */
export function lossLines(losses: readonly Loss[]): readonly string[] {
  const lines = losses.map(({ kind, what, why, at }) => `${at === undefined ? "" : `${at}: `}${kind}: ${what}: ${why}`);
  // A value may have line ends, which would end a comment.
  return lines.map((line) => line.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " "));
}
