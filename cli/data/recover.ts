import { rm } from "node:fs/promises";
import type { DataRoom, VolumeMeasure } from "../../stacks/systems/data-room.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import type { Workshop } from "../stack/prepare.ts";
import { journalFile, readJournal, removeJournal } from "./journal.ts";
import { startReplicas } from "./services.ts";

/** The rooms of all systems with a stack's data. */
export async function roomsOf(
  { systems, toolchain, instance }: Workshop,
  stack: string,
): Promise<readonly (readonly [system: string, room: DataRoom])[]> {
  const image = toolchain.baseImage?.name;
  if (image === undefined) throw new Error("the toolchain was set up without a base image");
  const owner = { instance, stack };
  return Promise.all(systems.all.map(async (system) => [system.name, await system.data(owner, image)] as const));
}

/**
 * Finishes or takes back what a killed command about data left: helper containers, half a restore, stopped services, half a backup. The
 * caller holds the lock.
 * @returns what was done, one line each
 */
export async function recoverData(rooms: readonly DataRoom[], stack: string): Promise<string[]> {
  const lines: string[] = [];
  for (const room of rooms) lines.push(...(await room.recover()).lines);
  const file = journalFile(projectRoot, stack);
  const { stopped = [], partial, created = [] } = await readJournal(file);
  for (const room of rooms) lines.push(...(await removeFresh(room, created)));
  if (stopped.length > 0) {
    const failed = await startReplicas(stopped);
    lines.push(`started again what a killed command had stopped: ${stopped.map(({ name }) => name).join(", ")}`);
    lines.push(...failed.map((line) => `did not start: ${line}`));
  }
  if (partial !== undefined) await rm(partial, { force: true });
  await removeJournal(file);
  return lines;
}

/** What volumes have, read once for each room. @returns in the order of the volumes */
export async function measured(
  volumes: readonly { readonly fullName: string; readonly room: DataRoom }[],
): Promise<VolumeMeasure[]> {
  const found = new Map<string, VolumeMeasure>();
  for (const room of new Set(volumes.map((one) => one.room))) {
    const names = volumes.filter((one) => one.room === room).map(({ fullName }) => fullName);
    const measures = await room.measure(names);
    for (const [index, measure] of measures.entries()) found.set(names[index] ?? "", measure);
  }
  return volumes.map(({ fullName }) => {
    const measure = found.get(fullName);
    if (measure === undefined) throw new Error(`the volume ${fullName} was not measured`);
    return measure;
  });
}

/** Removes those volumes that a restore created and that are as it created them. @returns what was removed, one line each */
export async function removeFresh(room: DataRoom, created: readonly string[]): Promise<string[]> {
  // Before every `up`, there are none.
  if (created.length === 0) return [];
  const there = (await room.volumes()).filter(
    ({ fullName, users }) => created.includes(fullName) && users.length === 0,
  );
  const names = there.map(({ fullName }) => fullName);
  const measures = await room.measure(names);
  const fresh = names.filter((_, index) => measures[index]?.entries === 1 && measures[index].owner.uid === 0);
  await room.remove(fresh);
  return fresh.map((name) => `removed the empty volume ${name} of an interrupted restore`);
}

/** For `up`, before it deploys. The caller holds the stack's lock. */
export async function recoverBeforeUp(workshop: Workshop, stack: string): Promise<string[]> {
  const rooms = await roomsOf(workshop, stack);
  return recoverData(
    rooms.map(([, room]) => room),
    stack,
  );
}
