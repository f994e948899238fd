import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Subject, Tools } from "../tools.ts";

/** Packages and setuid files of an image. */
export interface Contents {
  /** Names of the distribution's packages; undefined without a readable package database. */
  readonly packages: readonly string[] | undefined;
  /** Paths of setuid and setgid files. */
  readonly setuid: readonly string[];
  /** Paths of programs where a shell looks for them; links to the same file count once. */
  readonly programs: readonly string[];
}

const script = [
  "dpkg-query --show --showformat '${Package}\\n' 2>/dev/null || echo '?'",
  "echo --",
  "find / -xdev -type f -perm /6000",
  "echo --",
  "find /bin/ /sbin/ /usr/bin/ /usr/sbin/ /usr/local/bin/ /usr/local/sbin/ -maxdepth 1 -type f -perm -111 -exec realpath {} + | sort -u",
].join("\n");

/** Results by image. A name that ends in a hash of the content always means the same image. */
const known = new Map<string, Promise<Contents>>();

/** Inspects an image in a container without a network. */
export function contentsOf(tools: Pick<Tools, "docker" | "labels" | "signal">, image: string): Promise<Contents> {
  const found = known.get(image) ?? inspect(tools, image);
  known.set(image, found);
  // An interrupted or failed inspection may be tried again.
  found.catch(() => known.delete(image));
  return found;
}

async function inspect({ docker, labels, signal }: Pick<Tools, "docker" | "labels" | "signal">, image: string) {
  const words = ["run", "--rm", "--network", "none", "--user", "0", "--entrypoint", "/bin/sh", ...labels];
  const text = await docker.run([...words, image, "-c", script], { signal });
  const [packages = "", setuid = "", programs = ""] = text.split("--\n");
  const known = packages.trim() === "?" ? undefined : lines(packages);
  return { packages: known, setuid: lines(setuid), programs: lines(programs) };
}

/** Packages of the images that the base image does not have. @returns undefined if they cannot be listed */
export function packagesBeyond(base: Contents, images: readonly Contents[]): readonly string[] | undefined {
  const lists = [base, ...images].map(({ packages }) => packages);
  if (lists.includes(undefined)) return undefined;
  const basic = new Set(base.packages);
  return [...new Set(images.flatMap(({ packages = [] }) => packages))].filter((name) => !basic.has(name)).sort();
}

/** Folder of the rendered build contexts, with one folder per image. */
export function contextsOf({ project, stack }: Pick<Subject, "project" | "stack">): string {
  return join(project.folder, ".state/contexts", stack);
}

/** The base image of the subject's Dockerfiles. @throws if no Dockerfile names one */
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
