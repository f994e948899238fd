/** Reason of a figure that counts pages. */
export const hiddenPages = "The kernel does not show the probe which pages a process maps, as on a daemon without root.";

/** Reason of a figure of kernel memory. */
export const unaccounted = "The kernel does not account for its memory by cgroup.";

/** Splits values into those that there are and reasons for the others. */
export function present(
  all: Readonly<Record<string, number | undefined>>,
  reasonOf: (figure: string) => string,
): { readonly values: Record<string, number>; readonly missing: Record<string, string> } {
  const values: Record<string, number> = {};
  const missing: Record<string, string> = {};
  for (const [figure, value] of Object.entries(all)) {
    if (value === undefined) missing[figure] = reasonOf(figure);
    else values[figure] = value;
  }
  return { values, missing };
}
