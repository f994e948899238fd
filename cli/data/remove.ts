import { createInterface } from "node:readline/promises";
import { UserError } from "../../errors/user-error.ts";
import { formatBytes } from "../../toolchain/host/disk.ts";
import { listed, type ListedVolume } from "./list.ts";
import { atSite } from "./site.ts";

export interface RemoveOptions {
  readonly approach?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/**
 * Removes volumes with their data, after saying what goes.
 * @param names in the workload or on the system; none for all
 */
export async function remove(
  stack: string,
  names: readonly string[],
  options: RemoveOptions,
  signal: AbortSignal,
): Promise<void> {
  const removed = await atSite(stack, { purpose: "removal", changes: true }, signal, async (site) => {
    const all = (await listed(site)).filter(({ approach }) => approach === (options.approach ?? approach));
    const chosen = chosenVolumes(all, names, stack);
    checkUnused(chosen);
    for (const one of chosen) process.stderr.write(`${goes(one)}\n`);
    if (chosen.length > 0) await confirm(chosen, options, signal);
    for (const { fullName } of chosen) {
      const volume = site.stored.find((one) => one.fullName === fullName);
      await volume?.room.remove([fullName]);
    }
    return chosen;
  });
  if (options.json === true) process.stdout.write(`${JSON.stringify(removed, undefined, 2)}\n`);
  else process.stdout.write(removed.length === 0 ? `The stack ${stack} has no volumes with data.\n` : told(removed));
}

/** @throws UserError for a name that no volume has */
export function chosenVolumes(
  volumes: readonly ListedVolume[],
  names: readonly string[],
  stack: string,
): readonly ListedVolume[] {
  if (names.length === 0) return volumes;
  const named = (volume: ListedVolume, name: string) => volume.name === name || volume.fullName === name;
  const unknown = names.find((name) => !volumes.some((volume) => named(volume, name)));
  if (unknown === undefined) return volumes.filter((volume) => names.some((name) => named(volume, name)));
  throw new UserError({
    found: `The stack ${stack} has no volume "${unknown}".`,
    allowed: volumes.map(({ name }) => name).join(", ") || "it has no volumes with data",
    remedy: `npm run data -- list ${stack} shows them`,
  });
}

/** @throws UserError if a container, running or not, uses one of them */
export function checkUnused(volumes: readonly ListedVolume[]): void {
  const used = volumes.filter(({ containers }) => containers.length > 0);
  if (used.length === 0) return;
  throw new UserError({
    found: used.map(({ fullName, containers }) => `${fullName} is in use by ${containers.join(", ")}.`).join(" "),
    allowed: "volumes that no container uses, running or not",
    remedy: "npm run down -- STACK removes the stack's containers; nothing has been removed",
  });
}

async function confirm(volumes: readonly ListedVolume[], { yes }: RemoveOptions, signal: AbortSignal): Promise<void> {
  if (yes === true) return;
  const count = volumes.length === 1 ? "this volume" : `these ${volumes.length} volumes`;
  const refused = new UserError({
    found: `${count} and the data in it would be removed, and nothing has been confirmed.`.replace("in it", "in them"),
    remedy: "confirm with --yes; npm run data -- backup STACK FILE keeps a copy",
  });
  if (!process.stdin.isTTY) throw refused;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`Remove ${count} with all data? [y/N] `, { signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw refused;
  } finally {
    asking.close();
  }
}

function goes({ approach, name, fullName, bytes, orphaned }: ListedVolume): string {
  return `will be removed: ${name} of ${approach}, ${formatBytes(bytes)} (${fullName})${orphaned ? ", orphaned" : ""}`;
}

function told(removed: readonly ListedVolume[]): string {
  return removed.map(({ name, approach, fullName }) => `removed ${name} of ${approach} (${fullName})\n`).join("");
}
