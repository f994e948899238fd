import { mean } from "simple-statistics";
import type { CellDetails, ExhibitCurves } from "../../contract.ts";

/** What the n-th copy of a container adds to memory, by n: the mean of the rounds, up to the number of copies that ran in all of them. */
export function nthCopies(cells: readonly CellDetails[]): readonly ExhibitCurves[] {
  const rounds = new Map<string, number[][]>();
  for (const { subject, details } of cells) {
    const added = addedBy(details?.pages);
    if (added.length > 0) rounds.set(subject, [...(rounds.get(subject) ?? []), added]);
  }
  if (rounds.size === 0) return [];
  const curves = [...rounds].map(([subject, found]) => {
    const copies = Math.min(...found.map(({ length }) => length));
    const values = Array.from({ length: copies }, (_, index) => mean(found.map((added) => added[index] ?? 0)));
    return { subject, values };
  });
  return [{ kind: "curves", title: "Memory that the n-th copy adds", unit: "bytes", across: "copy", curves }];
}

/** @param pages of the original, of the original and the first copy, and so on @returns what each copy adds; empty if a number is missing */
function addedBy(pages: unknown): number[] {
  if (!Array.isArray(pages)) return [];
  const totals = pages.map((one) => (Object(one) as { readonly engine?: unknown }).engine);
  if (!totals.every((total) => typeof total === "number")) return [];
  return totals.slice(1).map((total, index) => total - (totals[index] ?? 0));
}
