import { cp, mkdir, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { runInRoot, unpackBase } from "../base-image/in-root.ts";
import { cacheRoot, ensureEntry, isComplete } from "../cache.ts";
import { requireFreeSpace } from "../host/disk.ts";
import { ProcessFailure, run } from "../host/run.ts";
import { timeLeft } from "../progress/display.ts";
import type { Work } from "../work.ts";
import { buildScript, parseAptProgress } from "./build-script.ts";
import { guestHash, guestRecipe } from "./recipe.ts";

const neededBytes = 4e9;

/** Before this share is done, the time left would be a guess. */
const tellingShare = 0.1;

/** Files of the cached image; the same for every machine of this user. */
export interface GuestImage {
  readonly kernel: string;
  readonly initramfs: string;
  /** A raw disk with one ext4 file system. No machine writes to it. */
  readonly disk: string;
}

/** Where the image of this recipe is, once it has been made. */
export function guestImage(): GuestImage & { readonly folder: string } {
  const folder = path.join(cacheRoot(), "second-host", guestHash());
  const file = (name: string) => path.join(folder, name);
  return { folder, kernel: file("vmlinuz"), initramfs: file("initramfs"), disk: file("disk.raw") };
}

/** Makes the image unless the cache holds it. Needs root, debootstrap and mke2fs. */
export async function ensureGuestImage(work: Work): Promise<GuestImage> {
  const { folder, ...image } = guestImage();
  if (await isComplete(folder)) return image;
  await requireFreeSpace(folder, neededBytes, "building the machine's disk");
  await ensureEntry(work, folder, "building the machine's disk", async (temporary, locked) => {
    const root = path.join(temporary, "root");
    await unpackBase(locked, root);
    await install(locked, root);
    for (const name of ["vmlinuz", "initramfs"]) await cp(path.join(root, "boot", name), path.join(temporary, name));
    for (const [name, text] of Object.entries(guestRecipe.files)) await writeText(path.join(root, name), text);
    await makeDisk(locked, root, path.join(temporary, "disk.raw"));
    await rm(root, { recursive: true });
  });
  return image;
}

async function install(work: Work, root: string): Promise<void> {
  work.update("installs systemd, Docker, podman and a kernel");
  try {
    await runInRoot(work, root, buildScript(), showApt(work));
  } catch (error) {
    if (!(error instanceof ProcessFailure)) throw error;
    throw new UserError({
      found: `Building the machine's disk failed:\n${error.output}`,
      remedy: "make the distribution's package mirror reachable, then run npm run host -- up again.",
    });
  }
}

function showApt(work: Work): (line: string) => void {
  let since: { readonly phase: string; readonly at: number } | undefined;
  return (line) => {
    const progress = parseAptProgress(line);
    if (progress === undefined) return;
    const { phase, share, what } = progress;
    if (since?.phase !== phase) since = { phase, at: Date.now() };
    const left = share < tellingShare ? "" : `, ${timeLeft(((Date.now() - since.at) * (1 - share)) / share)}`;
    work.detail(`${phase} ${Math.round(share * 100)} %${left} (${what.slice(0, 40)})`);
  };
}

async function makeDisk(work: Work, root: string, disk: string): Promise<void> {
  work.update("writes the disk");
  await writeFile(disk, "");
  await truncate(disk, guestRecipe.diskBytes);
  // 0 % for root: the machine's only users are services and root.
  await run(work, "mke2fs", ["-q", "-F", "-t", "ext4", "-m", "0", "-L", "second-host", "-d", root, disk]);
}

async function writeText(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
