import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheRoot, withLock } from "../cache.ts";
import type { Work } from "../work.ts";
import { chooseAccelerator } from "./accelerator.ts";
import { ensureGuestImage } from "./build-image.ts";
import { machineFiles, type MachineFiles } from "./files.ts";
import { ensureMachine, machinePid, openConnection, removeMachine, startMachine } from "./machine.ts";
import { requirePrograms } from "./programs.ts";
import type { Accelerator, MachineSize } from "./qemu-arguments.ts";
import { readRecord, writeRecord, type MachineRecord } from "./record.ts";
import { waitUntilReady } from "./wait.ts";

/** What a machine gets unless it is asked for otherwise: enough for every workload of this project, one at a time. */
export const defaultSize: MachineSize = { cpus: 2, memoryMib: 2048 };

/**
 * Makes and starts this clone's machine, and waits until it is ready. Where it runs, this only checks that it answers.
 * If that fails or is interrupted, nothing of the machine is left but the cached image.
 * @param wish its size, where it is not to be the default
 */
export async function bringUp(
  work: Work,
  wish: Partial<MachineSize>,
  files: MachineFiles = machineFiles(),
): Promise<MachineRecord> {
  const size = { ...defaultSize, ...wish };
  await mkdir(path.dirname(files.lock), { recursive: true });
  return withLock(work, files.lock, "starting the second host", async (locked) => {
    const running = (await machinePid(files)) === undefined ? undefined : await readRecord(files);
    if (running?.bootSeconds !== undefined) {
      const asked = { ...running.size, ...wish };
      if (describeSize(asked) !== describeSize(running.size)) {
        locked.note(`it runs with ${describeSize(running.size)}; npm run host -- down, and up, make another size`);
      }
      await openConnection(locked, files, running);
      return running;
    }
    await requirePrograms(locked);
    const image = await ensureGuestImage(locked);
    const accelerator = await chooseAccelerator(locked, image);
    try {
      const record = await ensureMachine(locked, files, image, size, accelerator);
      const usualMs = await usualBoot(accelerator);
      locked.update(`starts QEMU (${describeSize(size)}, ${describeAccelerator(accelerator)})`);
      const startedAt = Date.now();
      await startMachine(locked, files, image, record);
      await waitUntilReady(locked, files, record, usualMs);
      const ready = { ...record, bootSeconds: (Date.now() - startedAt) / 1000 };
      await writeRecord(files, ready);
      await rememberBoot(accelerator, Date.now() - startedAt);
      return ready;
    } catch (error) {
      locked.update("removes the unfinished machine");
      await removeMachine(files);
      throw error;
    }
  });
}

/** Removes this clone's machine, with everything in it. @returns whether there was one */
export async function takeDown(work: Work, files: MachineFiles = machineFiles()): Promise<boolean> {
  await mkdir(path.dirname(files.lock), { recursive: true });
  return withLock(work, files.lock, "removing the second host", (locked) => {
    locked.update("ends QEMU and removes its disk, keys and network device");
    return removeMachine(files);
  });
}

/** For people: `2 processors, 2048 MiB`. */
export function describeSize({ cpus, memoryMib }: MachineSize): string {
  return `${cpus} processor${cpus === 1 ? "" : "s"}, ${memoryMib} MiB`;
}

/** For people, wherever a figure or a state of the machine is shown. */
export function describeAccelerator(accelerator: Accelerator): string {
  return accelerator === "kvm" ? "accelerated by KVM" : "emulated by QEMU (TCG), several times slower than this host";
}

function durationsFile(): string {
  return path.join(cacheRoot(), "second-host", "boot.json");
}

/** Milliseconds that the last start took with this accelerator. */
async function usualBoot(accelerator: Accelerator): Promise<number | undefined> {
  const text = await readFile(durationsFile(), "utf8").catch(() => "{}");
  return (JSON.parse(text) as Partial<Record<Accelerator, number>>)[accelerator];
}

async function rememberBoot(accelerator: Accelerator, ms: number): Promise<void> {
  await writeFile(durationsFile(), JSON.stringify({ [accelerator]: ms }));
}
