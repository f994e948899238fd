import assert from "node:assert/strict";
import type { Found } from "../../../../services/unfold/contract.ts";

/** Programs that were found, by their names. */
export function programs(found: Found | undefined) {
  for (const { from } of [...(found?.todos ?? []), ...(found?.programs ?? []).flatMap(({ todos }) => todos)])
    assert.deepEqual(
      Object.keys(from).filter((key) => key !== "path" && key !== "line"),
      [],
      "a place is a path and a line",
    );
  return Object.fromEntries(
    (found?.programs ?? assert.fail("nothing was found")).map((program) => [program.name, program] as const),
  );
}

/** All that a person has to decide or to look at. */
export const said = (found: Found | undefined) =>
  [...(found?.todos ?? []), ...(found?.programs ?? []).flatMap(({ todos }) => todos)]
    .map(({ text }) => text)
    .join("\n");
