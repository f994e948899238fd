import type { VolumeMeasure } from "../../stacks/systems/data-room.ts";
import { formatBytes } from "../../toolchain/host/disk.ts";
import { columns } from "../columns.ts";
import { measured } from "./recover.ts";
import { atSite, type Site, type Stored } from "./site.ts";

/** A volume with data, for people and as JSON. */
export interface ListedVolume {
  readonly approach: string;
  /** Name in the workload. */
  readonly name: string;
  readonly workload: string;
  /** Name on the system. */
  readonly fullName: string;
  readonly bytes: number;
  readonly entries: number;
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Permission bits of its folder, as `ls` and `chmod` have them: "2770". */
  readonly mode: string;
  /** Services that mount it. */
  readonly services: readonly string[];
  /** Containers that mount it, in any state. */
  readonly containers: readonly string[];
  /** The workload or the stack no longer has it. */
  readonly orphaned: boolean;
}

/** Lists a stack's volumes. */
export async function list(stack: string, json: boolean, signal: AbortSignal): Promise<void> {
  const volumes = await atSite(stack, { purpose: "list", changes: false }, signal, listed);
  process.stdout.write(json ? `${JSON.stringify(volumes, undefined, 2)}\n` : volumesTable(stack, volumes));
}

/** The stack's volumes with what is in them. */
export async function listed({ stored, targets }: Site): Promise<ListedVolume[]> {
  const measures = await measured(stored);
  return stored.flatMap((volume, index) => {
    const measure = measures[index];
    return measure === undefined ? [] : [describe(volume, measure, targets)];
  });
}

function describe(
  { approach, name, workload, fullName, users }: Stored,
  { bytes, entries, owner, mode }: VolumeMeasure,
  targets: Site["targets"],
): ListedVolume {
  const target = targets
    .filter(({ scope }) => scope.approach === approach && scope.workload === workload)
    .find(({ plans }) => plans.some((plan) => plan.fullName === fullName));
  const services = target?.workload.services ?? [];
  return {
    ...{ approach, name, workload, fullName, bytes, entries, owner },
    mode: mode.toString(8).padStart(3, "0"),
    services: services.filter(({ volumes }) => volumes.some((one) => one.name === name)).map((one) => one.name),
    containers: users.map(({ container }) => container),
    orphaned: target === undefined,
  };
}

/** The list as a table of text. */
export function volumesTable(stack: string, volumes: readonly ListedVolume[]): string {
  if (volumes.length === 0) return `The stack ${stack} has no volumes with data.\n`;
  const rows = volumes.map((one) => [
    one.approach,
    one.name,
    formatBytes(one.bytes),
    `${one.owner.uid}:${one.owner.gid}`,
    one.mode,
    one.orphaned ? "orphaned" : one.services.join(", "),
    one.containers.join(", ") || "none",
    one.fullName,
  ]);
  return columns([["APPROACH", "VOLUME", "SIZE", "OWNER", "MODE", "SERVICES", "CONTAINERS", "FULL NAME"], ...rows]);
}
