import { constants } from "node:fs";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { cacheRoot } from "../cache.ts";
import { bootId } from "../host/process-identity.mjs";
import { run } from "../host/run.ts";
import type { Work } from "../work.ts";
import { acceleratorArguments, type Accelerator } from "./qemu-arguments.ts";

/** What a trial boots. */
interface Bootable {
  readonly kernel: string;
  readonly initramfs: string;
}

const trialMs = 10_000;
const pollMs = 100;

/**
 * Chooses by trial: a processor's KVM may be there and run no guest, as in many virtual machines. The answer is kept until this host restarts.
 */
export async function chooseAccelerator(work: Work, image: Bootable): Promise<Accelerator> {
  if (!(await canOpenKvm())) return "tcg";
  const file = path.join(cacheRoot(), "second-host", "accelerator.json");
  const known = await readFile(file, "utf8").catch(() => "{}");
  const { boot, accelerator } = JSON.parse(known) as { readonly boot?: string; readonly accelerator?: Accelerator };
  if (boot === bootId() && accelerator !== undefined) return accelerator;
  work.update("tries whether KVM runs a kernel");
  const chosen = (await bootsUnderKvm(work, image)) ? "kvm" : "tcg";
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ boot: bootId(), accelerator: chosen }));
  return chosen;
}

async function canOpenKvm(): Promise<boolean> {
  return access("/dev/kvm", constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Starts the kernel without a disk, and waits for its first line. */
async function bootsUnderKvm(work: Work, { kernel, initramfs }: Bootable): Promise<boolean> {
  const folder = path.join(cacheRoot(), "second-host", `trial-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const output = path.join(folder, "console.log");
  const enough = new AbortController();
  const signal = AbortSignal.any([work.signal, enough.signal]);
  const trial = { ended: false };
  const machine = run(
    { ...work, signal },
    "qemu-system-x86_64",
    [
      ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-machine", "q35", "-m", "512M"],
      ...acceleratorArguments("kvm"),
      ...["-kernel", kernel, "-initrd", initramfs, "-append", "console=ttyS0 panic=-1", "-serial", `file:${output}`],
    ],
    { timeoutMs: trialMs },
  )
    .catch(() => undefined)
    .finally(() => (trial.ended = true));
  try {
    for (;;) {
      work.signal.throwIfAborted();
      if (/Linux version/.test(await readFile(output, "utf8").catch(() => ""))) return true;
      if (trial.ended) return false;
      await delay(pollMs);
    }
  } finally {
    enough.abort();
    await machine;
    await rm(folder, { recursive: true, force: true });
  }
}
