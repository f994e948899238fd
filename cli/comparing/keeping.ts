import { resolve } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import type { Keeping } from "../../lab/harness/plan.ts";
import { rulesHash } from "../../lab/rules/rules.ts";
import { keptFolder } from "./options.ts";
import { projectVersion } from "./version.ts";

interface Wanted {
  /** Folder of the runs, unless `keep` says another. */
  readonly results: string;
  readonly keep?: boolean;
  readonly fresh?: boolean;
}

/** Where a run goes, and what it is measured by. @throws UserError if a run is to be kept whose code no commit has */
export async function keeping({ results, keep = false, fresh = false }: Wanted): Promise<Keeping> {
  const version = await projectVersion();
  if (keep && version.endsWith("+")) {
    throw new UserError({
      found: `A run is to be kept, but files differ from the commit ${version.slice(0, -1)}.`,
      allowed: "a checkout without changes: the run's record names the commit that measured it",
      remedy: "commit the changes, or measure without --keep",
    });
  }
  return { results: keep ? keptFolder : resolve(results), version, rules: rulesHash, fresh };
}
