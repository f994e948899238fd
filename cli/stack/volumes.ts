import type { DataVolume, Owner, System } from "../../stacks/systems/contract.ts";
import { sweepWithData } from "./leftovers.ts";

/** A volume that holds data. */
interface Kept {
  readonly name: string;
  readonly data: DataVolume;
}

/** What happened to volumes with data. */
export interface VolumesEnd {
  /** One line for each step. */
  readonly lines: readonly string[];
  /** Whether all that were to be removed are. */
  readonly complete: boolean;
}

/** Lines that name each volume with data that an owner has, and how to remove it. */
export async function namesOfVolumes(systems: readonly System[], owner: Owner): Promise<string[]> {
  const volumes = await volumesOf(systems, owner);
  return volumes.map(({ name, data }) => `left ${described({ name, data })}; to remove it: ${removing(data)}`);
}

/** Removes every volume with data that an owner has, after a line that says which. One that something else uses is kept. */
export async function removeVolumes(
  systems: readonly System[],
  owner: Owner,
  say: (line: string) => void,
): Promise<VolumesEnd> {
  for (const one of await volumesOf(systems, owner)) say(`removing ${described(one)}`);
  const lines = await sweepWithData(systems, owner);
  return { lines, complete: (await volumesOf(systems, owner)).length === 0 };
}

async function volumesOf(systems: readonly System[], owner: Owner): Promise<Kept[]> {
  const owned = await Promise.all(systems.map(async (system) => system.owned(owner)));
  return owned.flat().flatMap(({ name, data }) => (data === undefined ? [] : [{ name, data }]));
}

function described({ name, data: { stack, approach, workload, volume } }: Kept): string {
  const where = stack === approach ? stack : `${stack}/${approach}`;
  return `the volume ${name} with its data (${volume} of ${workload} in ${where})`;
}

function removing({ stack, volume }: DataVolume): string {
  return `npm run data -- remove ${stack} ${volume}, or npm run down -- ${stack} --volumes`;
}
