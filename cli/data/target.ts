import { UserError } from "../../errors/user-error.ts";
import type { Workload } from "../../services/contract.ts";
import { loadWorkload } from "../../services/load.ts";
import { ownWorkloads } from "../../services/own-workloads.ts";
import { approachesNamed } from "../../stacks/approaches.ts";
import { parseConfig } from "../../stacks/config.ts";
import type { Approach, Scope, VolumePlan } from "../../stacks/contract.ts";
import { volumesOf } from "../../stacks/rendering/volumes.ts";
import { isSecure, stackFileConfig } from "../stack/stack-file.ts";

/** A deployment that the stack's configuration asks for, deployed or not. */
export interface Target {
  readonly approach: Approach;
  readonly scope: Scope;
  readonly workload: Workload;
  /** Volumes that hold data. */
  readonly plans: readonly VolumePlan[];
}

/** Keys of the configuration that decide about volumes. Pulumi checks the others. */
const keys = ["approaches", "workload"] as const;

/**
 * The stack's deployments by its configuration.
 * @throws UserError if the configuration is wrong
 */
export async function targetsOf(project: string, stack: string, instance: string): Promise<Target[]> {
  const config = parseConfig(await configured(project, stack), stack);
  const workload = await loadWorkload(config.workload, ownWorkloads(project));
  return approachesNamed(config.approaches, config.approachesFrom).map((approach) => {
    const scope = { instance, stack, approach: approach.name, workload: workload.name };
    const plans = volumesOf(workload, { scope, baseImage: "" }).filter(({ holds }) => holds === "data");
    return { approach, scope, workload, plans };
  });
}

async function configured(project: string, stack: string): Promise<Readonly<Record<string, string>>> {
  const config = await stackFileConfig(project, stack);
  const known = keys.flatMap((key) => {
    const value = config[key];
    if (isSecure(value)) throw encrypted(key, stack);
    return value === undefined ? [] : [[key, typeof value === "string" ? value : JSON.stringify(value)] as const];
  });
  return Object.fromEntries(known);
}

function encrypted(key: string, stack: string): UserError {
  return new UserError({
    found: `Config "${key}" of the stack ${stack} is encrypted, and this command reads it without Pulumi.`,
    allowed: "a plain value: it is no secret",
    remedy: `./pulumiw config set ${key} VALUE --plaintext --stack ${stack}`,
  });
}

/**
 * Chooses one of several approaches.
 * @param names those to choose from
 * @throws UserError if the name is none of them, or must be given
 */
export function chosenApproach(names: readonly string[], given: string | undefined, stack: string): string {
  const [only, ...more] = names;
  if (given === undefined && only !== undefined && more.length === 0) return only;
  if (given !== undefined && names.includes(given)) return given;
  throw new UserError({
    found:
      given === undefined
        ? `The stack ${stack} has ${names.length === 0 ? "no volumes with data" : `data of ${names.length} approaches`}.`
        : `The stack ${stack} has no data of the approach "${given}".`,
    ...(names.length === 0 ? {} : { allowed: names.join(", ") }),
    remedy: names.length === 0 ? `npm run data -- list ${stack} shows what there is` : "name one with --approach",
  });
}
