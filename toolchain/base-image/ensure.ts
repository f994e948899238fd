import { rm } from "node:fs/promises";
import path from "node:path";
import type { DockerClient } from "../../docker/client.ts";
import { UserError } from "../../errors/user-error.ts";
import { cacheRoot, withLock } from "../cache.ts";
import { clearDeadLock } from "../host/lock.mjs";
import { run } from "../host/run.ts";
import type { Work } from "../work.ts";
import { ensureArchive } from "./build.ts";
import { packImage } from "./pack-image.ts";
import { pullImage } from "./pull.ts";
import { baseImageName } from "./recipe.ts";

/** Which image the services' images are built on. */
export interface BaseImage {
  readonly name: string;
  /** It was there, came from a registry, or was built here. */
  readonly origin: "present" | "pulled" | "built";
}

/** Which base image the caller wants. */
export interface BaseImageWish {
  /** The user's choice; no other image will do. */
  readonly override?: string | undefined;
  /** Suitable images, best first; only the first is pulled. */
  readonly candidates: readonly string[];
}

/** @returns a suitable image that Docker already has */
export async function findBaseImage(docker: DockerClient, wish: BaseImageWish): Promise<BaseImage | undefined> {
  const names = wish.override === undefined ? [...wish.candidates, baseImageName()] : [wish.override];
  const present = await Promise.all(names.map((name) => hasImage(docker, name)));
  const name = names.find((_, i) => present[i]);
  if (name === undefined) return undefined;
  if (name !== baseImageName()) return { name, origin: "present" };
  // The import of a killed run may have finished in the daemon; then no run takes the lock again.
  await clearDeadLock(importLock());
  return { name, origin: "built" };
}

/** Present, else pulled, else built from the distribution's packages. */
export async function obtainBaseImage(work: Work, docker: DockerClient, wish: BaseImageWish): Promise<BaseImage> {
  const found = await findBaseImage(docker, wish);
  if (found !== undefined) return found;
  if (wish.override !== undefined) return pullOverride(work, docker, wish.override);
  const [best] = wish.candidates;
  if (best !== undefined && (await pullImage(work, docker, best)).pulled) return { name: best, origin: "pulled" };
  const archive = await ensureArchive(work);
  return withLock(work, importLock(), "importing the base image", async (locked) => {
    // A second import would give it another ID, and every image built on it another tag.
    const imported = await findBaseImage(docker, wish);
    if (imported !== undefined) return imported;
    await importArchive(locked, docker, archive);
    return { name: baseImageName(), origin: "built" };
  });
}

function importLock(): string {
  return path.join(cacheRoot(), "base-image", "import.lock");
}

async function importArchive(work: Work, docker: DockerClient, archive: string): Promise<void> {
  work.update(`imports ${baseImageName()}`);
  const folder = path.join(cacheRoot(), "base-image", "loading");
  await rm(folder, { recursive: true, force: true });
  try {
    const image = await packImage(work, archive, folder);
    const [program = "docker", ...prefix] = docker.argv;
    // Recorded under the lock: a run that finds the lock of a killed holder ends this import before it starts its own.
    await run(work, program, [...prefix, "load", "--quiet", "--input", image]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function pullOverride(work: Work, docker: DockerClient, name: string): Promise<BaseImage> {
  const result = await pullImage(work, docker, name, { always: true });
  if (result.pulled) return { name, origin: "pulled" };
  throw new UserError({
    found: `Docker does not have the base image ${name} and cannot pull it (${result.reason}).`,
    allowed: "any image that Docker has or can pull",
    remedy: "load it (docker load, docker import), correct the config value baseImage, or leave that value out.",
  });
}

async function hasImage(docker: DockerClient, name: string): Promise<boolean> {
  return (await docker.attempt(["image", "inspect", "--format", "{{.Id}}", name])).exitCode === 0;
}
