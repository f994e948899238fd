import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { runInRoot, unpackBase } from "../base-image/in-root.ts";
import { ensureEntry, isComplete } from "../cache.ts";
import { requireFreeSpace } from "../host/disk.ts";
import { ProcessFailure } from "../host/run.ts";
import { chooseAccelerator } from "../second-host/accelerator.ts";
import type { Work } from "../work.ts";
import { paceOfGuest } from "./pace.ts";
import { guestScript, type GuestParts } from "./script.ts";

const neededBytes = 1e9;

/** What guests of a system boot. */
export interface GuestFiles {
  /** Gets `vmlinuz`, `initramfs`, `accelerator` and `pace`. */
  readonly folder: string;
  readonly recipe: GuestParts;
}

/**
 * Makes the kernel and the initramfs of guests unless they are there, and writes down whether KVM runs them on this machine.
 * @throws UserError on another processor than x64, or if packages cannot be had
 */
export async function ensureGuest(work: Work, { folder, recipe }: GuestFiles): Promise<void> {
  if (process.arch !== "x64") {
    throw new UserError({
      found: `Guests cannot run here: this machine's processor is ${process.arch}.`,
      allowed: "x64",
      remedy: "choose another approach: npm run doctor lists them.",
    });
  }
  if (!(await isComplete(folder))) {
    await mkdir(path.dirname(folder), { recursive: true, mode: 0o755 });
    await requireFreeSpace(folder, neededBytes, "building the kernel of guests");
    await ensureEntry(work, folder, "building the kernel of guests", async (temporary, locked) => {
      const root = path.join(temporary, "root");
      await unpackBase(locked, root);
      await fill(locked, root, recipe);
      for (const name of ["vmlinuz", "initramfs"]) await cp(path.join(root, "boot", name), path.join(temporary, name));
      await rm(root, { recursive: true });
    });
  }
  await findSpeed(work, folder, recipe);
}

/** Writes how guests run, once for each kind of accelerator. */
async function findSpeed(work: Work, folder: string, { work: program }: GuestParts): Promise<void> {
  const file = (name: string) => path.join(folder, name);
  const image = { kernel: file("vmlinuz"), initramfs: file("initramfs") };
  const accelerator = await chooseAccelerator(work, image);
  const known = await readFile(file("accelerator"), "utf8").catch(() => "");
  if (known.trim() === accelerator && existsSync(file("pace"))) return;
  await writeFile(file("pace"), `${await paceOfGuest(work, image, accelerator, program)}\n`);
  await writeFile(file("accelerator"), `${accelerator}\n`);
}

async function fill(work: Work, root: string, recipe: GuestParts): Promise<void> {
  work.update("downloads a kernel");
  try {
    await runInRoot(work, root, guestScript(recipe));
  } catch (error) {
    if (!(error instanceof ProcessFailure)) throw error;
    throw new UserError({
      found: `Building the kernel of guests failed:\n${error.output}`,
      remedy: "make the distribution's package mirror reachable, then run the command again.",
    });
  }
}
