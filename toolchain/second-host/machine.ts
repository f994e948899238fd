import { execa } from "execa";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../../errors/user-error.ts";
import { runningPid } from "../engine/pid-files.ts";
import { bootId } from "../host/process-identity.mjs";
import { ProcessFailure, run } from "../host/run.ts";
import type { Work } from "../work.ts";
import type { GuestImage } from "./build-image.ts";
import type { MachineFiles } from "./files.ts";
import { makeKeys } from "./keys.ts";
import { freeLink, makeLink, removeLink, takenNetworks } from "./network.ts";
import { qemuArguments, type Accelerator, type MachineSize } from "./qemu-arguments.ts";
import { guestHash } from "./recipe.ts";
import { isUsable, readRecord, writeRecord, type MachineRecord } from "./record.ts";
import { writeSeed } from "./seed.ts";

const endMs = 10_000;
const pollMs = 50;

/** PID of the machine's QEMU; undefined if it does not run. */
export async function machinePid({ pid }: MachineFiles): Promise<number | undefined> {
  return runningPid(pid, pid);
}

/** Keys, addresses and a disk: those of an earlier start if they can be used, else new ones. */
export async function ensureMachine(
  work: Work,
  files: MachineFiles,
  image: GuestImage,
  size: MachineSize,
  accelerator: Accelerator,
): Promise<MachineRecord> {
  const found = await readRecord(files);
  if (found !== undefined && isUsable(found, guestHash()) && existsSync(files.disk)) {
    const { link, image: key, bootId: boot } = found;
    return { link, size, accelerator, image: key, bootId: boot };
  }
  if (found !== undefined) {
    work.note("the image has changed or this host has restarted: the machine starts from the image again");
  }
  await removeMachine(files);
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  work.update("makes keys and certificates");
  const link = freeLink(files.instance, await takenNetworks(work));
  await makeKeys(work, files, link);
  await run(work, "qemu-img", ["create", "-q", "-f", "qcow2", "-b", image.disk, "-F", "raw", files.disk]);
  return { link, size, accelerator, image: guestHash(), bootId: bootId() };
}

/** Starts QEMU, which goes on after this process. */
export async function startMachine(
  work: Work,
  files: MachineFiles,
  image: GuestImage,
  record: MachineRecord,
): Promise<void> {
  await writeSeed(files, record.link);
  await writeRecord(files, record);
  await makeLink(work, files.link, record.link);
  await rm(files.console, { force: true });
  try {
    await run(work, "qemu-system-x86_64", qemuArguments(files, image, record.size, record.accelerator));
  } catch (error) {
    if (!(error instanceof ProcessFailure)) throw error;
    throw new UserError({
      found: `QEMU did not start:\n${error.output}`,
      remedy: "do what its message says; less memory: npm run host -- up --memory 1024.",
    });
  }
}

/** Opens the connection that all sessions share, unless it is open. @throws ProcessFailure if the machine does not answer */
export async function openConnection(work: Work, files: MachineFiles, { link }: MachineRecord): Promise<void> {
  if (await hasConnection(files, link.machine)) return;
  await rm(files.control, { force: true });
  const master = ["-o", "ControlMaster=yes", "-o", "ServerAliveInterval=30", "-N", "-f"];
  await run(work, sshOf(files), [...master, link.machine], { timeoutMs: 90_000 });
}

async function hasConnection(files: MachineFiles, machine: string): Promise<boolean> {
  if (!existsSync(files.control)) return false;
  return !(await execa(sshOf(files), ["-O", "check", machine], { reject: false })).failed;
}

/** The ssh that knows the machine. */
export function sshOf({ ssh }: MachineFiles): string {
  return path.join(ssh, "bin", "ssh");
}

/** Ends the machine and removes all that it has on this host, but for the cached image. @returns whether there was one */
export async function removeMachine(files: MachineFiles): Promise<boolean> {
  const record = await readRecord(files);
  if (record !== undefined && existsSync(files.control)) {
    await execa(sshOf(files), ["-O", "exit", record.link.machine], { reject: false });
  }
  const ended = await endMachine(files);
  const unlinked = await removeLink(files.link);
  const existed = existsSync(files.folder);
  await rm(files.control, { force: true });
  await rm(files.folder, { recursive: true, force: true });
  return ended || unlinked || existed;
}

/** The disk is thrown away, so this is no loss: QEMU need not wait for the machine's own shutdown. */
async function endMachine(files: MachineFiles): Promise<boolean> {
  const pid = await machinePid(files);
  if (pid === undefined) return false;
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + endMs;
  while ((await machinePid(files)) === pid) {
    if (Date.now() > deadline) process.kill(pid, "SIGKILL");
    await delay(pollMs);
  }
  return true;
}
