import { UserError } from "../../errors/user-error.ts";
import type { Workload } from "../../services/contract.ts";
import type { Approach, Rendering, Settings } from "../contract.ts";

/**
 * Renders a workload with an approach.
 * @param known approaches, of which the error of one that refuses the workload names those that do not
 * @throws UserError if the approach refuses the workload
 */
export function renderedWith(
  approach: Approach,
  workload: Workload,
  settings: Settings,
  known: readonly Approach[],
): Rendering {
  const result = attempted(approach, workload, settings);
  if (!(result instanceof UserError)) return result;
  const able = known.filter(
    (other) => !(attempted(other, workload, settingsFor(other, settings)) instanceof UserError),
  );
  const { remedy, ...parts } = result.parts;
  const named =
    able.length === 0 ? "no approach can deploy it" : `these can: ${able.map(({ name }) => name).join(", ")}`;
  throw new UserError({ ...parts, remedy: `${remedy}; ${named}` });
}

/** The rendering, or why there is none. */
function attempted(approach: Approach, workload: Workload, settings: Settings): Rendering | UserError {
  try {
    return approach.render(workload, settings);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Which approach refuses what does not depend on the host. */
function settingsFor({ name }: Approach, { scope, baseImage }: Settings): Settings {
  return { scope: { ...scope, approach: name }, baseImage };
}
