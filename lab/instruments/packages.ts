import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Subject, Tools } from "../tools.ts";

/** What an image has inside. */
export interface Contents {
  /** Names of the distribution's packages; undefined where no package database can be read. */
  readonly packages: readonly string[] | undefined;
  /** Paths of setuid and setgid files. */
  readonly setuid: readonly string[];
}

const script = [
  "dpkg-query --show --showformat '${Package}\\n' 2>/dev/null || echo '?'",
  "echo --",
  "find / -xdev -type f -perm /6000",
].join("\n");

/** Images do not change under a name that ends in a hash of their content. */
const known = new Map<string, Promise<Contents>>();

/** Looks into an image by a container without a network. */
export function contentsOf(tools: Pick<Tools, "docker" | "labels" | "signal">, image: string): Promise<Contents> {
  const found = known.get(image) ?? look(tools, image);
  known.set(image, found);
  // What was interrupted, or failed, may be asked again.
  found.catch(() => known.delete(image));
  return found;
}

async function look({ docker, labels, signal }: Pick<Tools, "docker" | "labels" | "signal">, image: string) {
  const words = ["run", "--rm", "--network", "none", "--user", "0", "--entrypoint", "/bin/sh", ...labels];
  const text = await docker.run([...words, image, "-c", script], { signal });
  const [packages = "", setuid = ""] = text.split("--\n");
  return { packages: packages.trim() === "?" ? undefined : lines(packages), setuid: lines(setuid) };
}

/** Packages that some image has and the base image has not. @returns undefined where they cannot be listed */
export function packagesBeyond(base: Contents, images: readonly Contents[]): readonly string[] | undefined {
  const lists = [base, ...images].map(({ packages }) => packages);
  if (lists.includes(undefined)) return undefined;
  const basic = new Set(base.packages);
  return [...new Set(images.flatMap(({ packages = [] }) => packages))].filter((name) => !basic.has(name)).sort();
}

/** Folder of the rendered build contexts, one below for each image. */
export function contextsOf({ project, stack }: Pick<Subject, "project" | "stack">): string {
  return join(project.folder, ".state/contexts", stack);
}

/** The image that all of the subject's Dockerfiles start from. */
export async function baseImageOf(subject: Pick<Subject, "project" | "stack">): Promise<string> {
  const folder = contextsOf(subject);
  for (const name of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, name, "Dockerfile"), "utf8");
    const [, image] = /^FROM (\S+)/m.exec(text) ?? [];
    if (image !== undefined) return image;
  }
  throw new Error(`no Dockerfile below ${folder} names a base image`);
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
