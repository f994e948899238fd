import type { Companion } from "../../commanded/contract.ts";
import type { Scope } from "../../contract.ts";
import type { DeploymentPlan } from "../../deployment-plan.ts";
import { commandLine } from "../../rendering/shell.ts";

/** Run from the project's folder. */
const script = "stacks/systems/podman/checks.sh";

/** Folder of the host with a file for each program that runs checks; its name is the program's, its content the PID. */
export const checksFolder = "/run/container-approaches/podman-checks";

/** Kind of such a program among the objects of an owner. */
export const checksKind = "checks";

/** Name of the program that runs the checks of a deployment. */
export function checksName({ instance, stack, approach }: Scope): string {
  return [instance, stack, approach].join("+");
}

/**
 * Podman has no daemon that would run health checks at their times: it leaves that to timers of systemd. Where the host has no systemd, a program of
 * ours calls `podman healthcheck run` in their place.
 */
export function checksOf({ scope, rendering }: DeploymentPlan): Companion | undefined {
  const checked = rendering.containers.flatMap(({ fullName, health }) =>
    health === undefined ? [] : [[fullName, `${health.intervalSeconds}`, `${health.timeoutSeconds}`]],
  );
  if (checked.length === 0) return undefined;
  const name = checksName(scope);
  const words = (verb: string) => ["sh", script, verb, `${checksFolder}/${name}`];
  return {
    kind: checksKind,
    name,
    create: commandLine([...words("start"), ...checked.flat()]),
    delete: commandLine(words("stop")),
  };
}
