import type { CellRecord } from "./record.ts";

/** The cells that count: of one that was taken again, the last attempt. In their order in the file. */
export function lastAttempts(cells: readonly CellRecord[]): readonly CellRecord[] {
  const last = new Map(cells.map((cell) => [placeOf(cell), cell]));
  return cells.filter((cell) => last.get(placeOf(cell)) === cell);
}

function placeOf({ experiment, subject, round, warmUp }: CellRecord): string {
  return JSON.stringify([experiment, subject, round, warmUp]);
}
