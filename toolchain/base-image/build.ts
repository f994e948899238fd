import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { cacheRoot, ensureEntry, isComplete } from "../cache.ts";
import { canInstallPackages, installPackages } from "../host/apt.ts";
import { requireFreeSpace } from "../host/disk.ts";
import { onPath } from "../host/programs.ts";
import { ProcessFailure, run } from "../host/run.ts";
import { smallProxies } from "../host/small-proxies.ts";
import type { Work } from "../work.ts";
import { dpkgExclusions, recipe, recipeHash } from "./recipe.ts";
import { hostMirrors, sourcesList, type Mirrors } from "./sources.ts";

const neededBytes = 1.5e9;

/** Makes the archive that becomes the base image, unless the cache holds it. @returns the archive's path */
export async function ensureArchive(work: Work): Promise<string> {
  const directory = path.join(cacheRoot(), "base-image", `${recipe.suite}-${recipeHash()}`);
  const archive = path.join(directory, "rootfs.tar");
  if (await isComplete(directory)) return archive;
  await requireFreeSpace(directory, neededBytes, "building the base image");
  await requireDebootstrap(work);
  await ensureEntry(work, directory, "building the base image", async (temporary, locked) => {
    const rootfs = path.join(temporary, "rootfs");
    await mkdir(rootfs);
    const mirrors = await hostMirrors();
    await bootstrap(locked, rootfs, mirrors);
    locked.update("leaves out documentation, translations and caches");
    await slim(rootfs);
    await configure(rootfs, mirrors);
    await pack(locked, rootfs, path.join(temporary, "rootfs.tar"));
    await rm(rootfs, { recursive: true });
  });
  return archive;
}

async function requireDebootstrap(work: Work): Promise<void> {
  const remedy =
    "make the image registry reachable, name an image that Docker has (config baseImage), " +
    "or run as root on Debian or Ubuntu, where setup can build one.";
  if (process.getuid?.() !== 0) {
    throw new UserError({ found: "No base image can be pulled, and building one needs root.", remedy });
  }
  if ((await onPath("debootstrap")) !== undefined) return;
  if (!(await canInstallPackages())) {
    throw new UserError({ found: "No base image can be pulled, and building one needs debootstrap.", remedy });
  }
  await installPackages(work, ["debootstrap", "debian-archive-keyring"]);
}

async function bootstrap(work: Work, rootfs: string, mirrors: Mirrors): Promise<void> {
  work.update(`builds Debian ${recipe.suite} from packages`);
  // An https mirror needs certificates in the image as well.
  const include = mirrors.archive.startsWith("https:") ? ["--include=ca-certificates"] : [];
  const command = ["debootstrap", `--variant=${recipe.variant}`, ...include, recipe.suite, rootfs, mirrors.archive];
  try {
    // Namespaces of its own: its mounts and processes vanish with it, however it ends.
    await run(work, "unshare", ["--mount", "--pid", "--fork", "--kill-child", ...command], {
      env: { DEBIAN_FRONTEND: "noninteractive", ...smallProxies() },
      onLine: (line) => {
        work.detail(line.replace(/^I: /, "").slice(0, 60));
      },
    });
  } catch (error) {
    if (!(error instanceof ProcessFailure)) throw error;
    throw new UserError({
      found: `Building the base image failed:\n${error.output}`,
      remedy: `make ${mirrors.archive} reachable, or name an image that Docker has (config baseImage).`,
    });
  }
}

async function slim(rootfs: string): Promise<void> {
  for (const pattern of recipe.excluded) await empty(path.join(rootfs, path.dirname(pattern)));
  for (const folder of recipe.emptied) await empty(path.join(rootfs, folder));
  await rm(path.join(rootfs, "debootstrap"), { recursive: true, force: true });
}

async function empty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true, force: true });
}

async function configure(rootfs: string, mirrors: Mirrors): Promise<void> {
  const files = {
    ...recipe.files,
    "/etc/apt/sources.list": sourcesList(mirrors),
    "/etc/dpkg/dpkg.cfg.d/90slim": dpkgExclusions(),
    "/usr/sbin/policy-rc.d": recipe.policy,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(rootfs, name), text);
  await chmod(path.join(rootfs, "usr/sbin/policy-rc.d"), 0o755);
  // apt needs its partial folders; dpkg and adduser need the folder of their logs.
  for (const name of ["var/lib/apt/lists/partial", "var/cache/apt/archives/partial"]) {
    await mkdir(path.join(rootfs, name), { recursive: true });
  }
}

// Sorted, with one date and numeric owners: the same packages give the same bytes.
async function pack(work: Work, rootfs: string, archive: string): Promise<void> {
  work.update("packs the root file system");
  const contents = ["proc", "sys", "dev", "run", "tmp"].map((name) => `--exclude=./${name}/*`);
  const order = ["--sort=name", `--mtime=${recipe.modifiedAt}`, "--numeric-owner"];
  await run(work, "tar", [...order, ...contents, "-C", rootfs, "-cf", archive, "."]);
}
