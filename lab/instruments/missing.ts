/** Why a figure that counts pages has no value. */
export const hiddenPages =
  "The kernel does not show the probe which pages a process maps, as on a daemon without root.";

/** Why a figure of kernel memory has no value. */
export const unaccounted = "The kernel does not account for its memory by cgroup.";

/** Why a figure of processes in a guest has no value. */
export const inGuest = "Its processes run under a kernel of their own: this machine's /proc does not show them.";

/** Why a figure of cgroups has no value. */
export const ungrouped = "What runs it has no cgroup of its own.";

/** The same reason for several figures. */
export function without(figures: readonly string[], reason: string): Record<string, string> {
  return Object.fromEntries(figures.map((figure) => [figure, reason]));
}

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
