import { UserError } from "../../errors/user-error.ts";
import type { VolumePlan } from "../../stacks/contract.ts";
import type { ArchivedVolume, Manifest } from "./manifest.ts";

/** A volume of a backup, and the one that gets its data. */
export interface Match {
  readonly archived: ArchivedVolume;
  readonly plan: VolumePlan;
}

/** What a restore was asked for. */
export interface Wanted {
  /** Names in the backup to names in the workload. */
  readonly renames: ReadonlyMap<string, string>;
  /** Names in the backup. @default all */
  readonly only?: readonly string[];
}

/** @param words each `OLD=NEW` @throws UserError for words of another form, or two for one volume */
export function parseRenames(words: readonly string[]): ReadonlyMap<string, string> {
  const pairs = words.map((word) => {
    const [, from, to] = /^([^=]+)=([^=]+)$/.exec(word) ?? [];
    if (from !== undefined && to !== undefined) return [from, to] as const;
    throw new UserError({
      found: `--as is "${word}".`,
      allowed: "OLD=NEW, names of volumes",
      remedy: "say --as once for each volume",
    });
  });
  const renames = new Map(pairs);
  if (renames.size < pairs.length) throw twice("--as", [...renames.keys()]);
  return renames;
}

/**
 * Decides which volume of the target gets which data.
 * @param plans the target's volumes that hold data
 * @throws UserError if a name is unknown, or two volumes would go into one
 */
export function matchVolumes(
  { workload, volumes }: Manifest,
  target: { readonly workload: string; readonly plans: readonly VolumePlan[] },
  { renames, only }: Wanted,
): Match[] {
  if (workload !== target.workload) {
    throw new UserError({
      found: `The backup is of the workload "${workload}".`,
      allowed: target.workload,
      remedy: "restore it onto a stack of that workload",
    });
  }
  const archivedNames = volumes.map(({ name }) => name);
  checkNames("--as", [...renames.keys()], archivedNames);
  checkNames("--only", only ?? [], archivedNames);
  const chosen = volumes.filter(({ name }) => only?.includes(name) ?? true);
  const matches = chosen.map((archived) => {
    const name = renames.get(archived.name) ?? archived.name;
    const plan = target.plans.find((one) => one.name === name);
    if (plan === undefined) throw unknownVolume(archived.name, name, target.plans, chosen);
    return { archived, plan };
  });
  const names = matches.map(({ plan }) => plan.name);
  const double = names.filter((name, index) => names.indexOf(name) < index);
  if (double.length > 0) throw twice("The restore", double);
  return matches;
}

function checkNames(option: string, names: readonly string[], allowed: readonly string[]): void {
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown === undefined) return;
  throw new UserError({
    found: `${option} names the volume "${unknown}", which the backup does not have.`,
    allowed: allowed.join(", ") || "the backup has no volumes",
    remedy: "use one of them",
  });
}

function unknownVolume(
  archived: string,
  name: string,
  plans: readonly VolumePlan[],
  chosen: readonly ArchivedVolume[],
): UserError {
  const others = chosen.map((one) => one.name).filter((one) => one !== archived);
  const without = others.length === 0 ? "" : `; leave it out with --only ${others.join(",")}`;
  return new UserError({
    found: `The workload has no volume "${name}".`,
    allowed: plans.map((plan) => plan.name).join(", ") || "the workload has no volumes",
    remedy: `put its data into another one with --as ${archived}=NAME${without}`,
  });
}

function twice(what: string, names: readonly string[]): UserError {
  return new UserError({
    found: `${what} names a volume twice, among ${names.join(", ")}.`,
    allowed: "each volume once",
    remedy: "correct --as",
  });
}
