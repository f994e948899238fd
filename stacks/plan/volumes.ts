import { UserError } from "../../errors/user-error.ts";
import type { Rendering, Scope, VolumePlan } from "../contract.ts";
import type { System, SystemLook, VolumeLook } from "../systems/contract.ts";

/**
 * Compares the volumes that a deployment needs with those that are there. One of the deployment's own is used with its data.
 * @returns a warning for each volume with data that the workload no longer has
 * @throws UserError if a volume of another owner has a needed name, or if a volume seems to have been renamed
 */
export function checkVolumes(
  { volumes: needed }: Pick<Rendering, "volumes">,
  scope: Scope,
  { volumes: present }: Pick<SystemLook, "volumes">,
  system: Pick<System, "removal">,
): string[] {
  for (const plan of needed) {
    if (plan.external === true) requireExternal(plan, present);
    else refuseForeign(plan, scope, present, system);
  }
  const left = present.filter(
    (one) => !one.isState && isOurs(scope, one) && !needed.some(({ fullName }) => fullName === one.name),
  );
  const fresh = needed.find(
    ({ holds, external = false, fullName }) =>
      holds === "data" && !external && present.every(({ name }) => name !== fullName),
  );
  const [old] = left;
  if (old !== undefined && fresh !== undefined) throw renamed(old, fresh, scope);
  return left.map(
    ({ name, volume }) =>
      `the volume ${volume} of an earlier ${scope.workload} keeps its data in ${name}: ${removing(scope, volume)} removes it`,
  );
}

function requireExternal({ name: volume, fullName }: VolumePlan, present: readonly VolumeLook[]): void {
  if (present.some(({ name }) => name === fullName)) return;
  throw new UserError({
    found: `The volume ${volume} is external, and there is no volume ${fullName}.`,
    allowed: "one that exists",
    remedy: `create the volume ${fullName}, or remove external: true`,
  });
}

function refuseForeign(
  { name: volume, fullName }: VolumePlan,
  scope: Scope,
  present: readonly VolumeLook[],
  system: Pick<System, "removal">,
): void {
  const other = present.find(({ name }) => name === fullName);
  if (other === undefined || (isOurs(scope, other) && other.volume === volume)) return;
  const users = other.users.length === 0 ? "" : `, and ${other.users.join(", ")} uses it`;
  throw new UserError({
    found: `A volume named ${fullName} exists, its labels are not those of the volume ${volume} of this deployment${users}.`,
    allowed: "no other volume of this name: it is made from the state backend's address, the stack and the workload",
    remedy: system.removal(fullName, "volume"),
  });
}

function isOurs(scope: Scope, volume: VolumeLook): boolean {
  return (["instance", "stack", "approach", "workload"] as const).every((label) => volume[label] === scope[label]);
}

function renamed(old: VolumeLook, fresh: VolumePlan, scope: Scope): UserError {
  const { stack, workload } = scope;
  const move = `npm run data -- backup ${stack} FILE, then npm run data -- restore ${stack} FILE --as ${old.volume}=${fresh.name}`;
  return new UserError({
    found: `The workload ${workload} has the new volume ${fresh.name} and no longer ${old.volume}, whose data are in ${old.name}.`,
    allowed: "volumes that keep their names, or a new one once the old one's data are moved or removed",
    remedy: `change the name back; or move the data: ${move}; then, or if they are not needed: ${removing(scope, old.volume)}`,
  });
}

function removing({ stack }: Scope, volume: string): string {
  return `npm run data -- remove ${stack} ${volume}`;
}
