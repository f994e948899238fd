import path from "node:path";
import type { DockerClient } from "../../docker/client.ts";
import { UserError } from "../../errors/user-error.ts";
import { cacheRoot, withLock } from "../cache.ts";
import { clearDeadLock } from "../host/lock.mjs";
import { run } from "../host/run.ts";
import type { Work } from "../work.ts";
import { ensureArchive } from "./build.ts";
import { pullImage } from "./pull.ts";
import { baseImageName, recipe, recipeHash } from "./recipe.ts";

/** Which image the services' images are built on. */
export interface BaseImage {
  readonly name: string;
  /** It was there, came from a registry, or was built here. */
  readonly origin: "present" | "pulled" | "built";
}

/** What the caller would like. */
export interface BaseImageWish {
  /** The user's choice: this one or none. */
  readonly override?: string | undefined;
  /** Good ones, best first; the first is pulled where that works. */
  readonly candidates: readonly string[];
}

/** @returns an image that serves and that the engine has already */
export async function findBaseImage(docker: DockerClient, wish: BaseImageWish): Promise<BaseImage | undefined> {
  const names = wish.override === undefined ? [...wish.candidates, baseImageName()] : [wish.override];
  const present = await Promise.all(names.map((name) => hasImage(docker, name)));
  const name = names.find((_, i) => present[i]);
  if (name === undefined) return undefined;
  if (name !== baseImageName()) return { name, origin: "present" };
  // Killed while it imported: the engine may have gone on to the end, and then nobody needs the lock again.
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
    // Imported twice it would have another id, and every image that is built on it another tag.
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
  const changes = [
    `CMD ${JSON.stringify(recipe.command)}`,
    "LABEL container-approaches.role=base-image",
    `LABEL container-approaches.recipe=${recipeHash()}`,
  ].flatMap((change) => ["--change", change]);
  const [program = "docker", ...prefix] = docker.argv;
  // Noted under the lock: whoever finds a killed holder's lock ends the import first, before there is one of its own.
  await run(work, program, [...prefix, "import", ...changes, archive, baseImageName()]);
}

async function pullOverride(work: Work, docker: DockerClient, name: string): Promise<BaseImage> {
  const result = await pullImage(work, docker, name, { always: true });
  if (result.pulled) return { name, origin: "pulled" };
  throw new UserError({
    found: `The base image ${name} is not on the engine and cannot be pulled (${result.reason}).`,
    allowed: "any image that the engine has or can pull",
    remedy: "load it (docker load, docker import), correct the config value baseImage, or leave that value out.",
  });
}

async function hasImage(docker: DockerClient, name: string): Promise<boolean> {
  return (await docker.attempt(["image", "inspect", "--format", "{{.Id}}", name])).exitCode === 0;
}
