import type { Note } from "../../instruments/notes.ts";

/** How a service that crashes was started again. */
export interface Restarts {
  /** Seconds after the order, of each start while it crashed. */
  readonly starts: readonly number[];
  /** Seconds from one start to the next, the order counting as the first one; undefined without a start. */
  readonly longestPause: number | undefined;
}

/** @param ordered when it was told to crash, in milliseconds since 1970 @param seconds for how long it crashes */
export function restartsIn(notes: readonly Note[], ordered: number, seconds: number): Restarts {
  const starts = notes
    .filter(({ word, at }) => word === "start" && at < ordered + seconds * 1000)
    .map(({ at }) => Math.round(at - ordered) / 1000);
  const pauses = starts.map((start, index) => start - (starts[index - 1] ?? 0));
  return { starts, longestPause: starts.length === 0 ? undefined : Math.max(...pauses) };
}
