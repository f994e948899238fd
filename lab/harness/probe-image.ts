import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DockerClient } from "../../docker/client.ts";
import { contentHash } from "../../stacks/plan/content-hash.ts";
import { baseWithPackages, dockerfile } from "../../stacks/rendering/dockerfile.ts";
import { labelPrefix } from "../../stacks/rendering/labels.ts";

const programs = join(import.meta.dirname, "../probe");
const packages = ["iproute2", "python3", "strace"];

/**
 * The image of all probes: the base image, Python, strace, ip, and the lab's programs in /lab. Built if Docker does not have it.
 * @param folder for the build context
 * @returns its name, which ends in the hash of its content
 */
export async function probeImage(
  docker: DockerClient,
  baseImage: string,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const names = (await readdir(programs)).filter((name) => name.endsWith(".py")).sort();
  const files = await Promise.all(
    names.map(async (path) => ({ path, content: await readFile(join(programs, path), "utf8"), mode: 0o644 })),
  );
  const text = dockerfile([...baseWithPackages(baseImage, packages), `COPY ["programs/","/lab/"]`]);
  const id = await docker.run(["image", "inspect", "--format", "{{.Id}}", baseImage]);
  const name = `${labelPrefix}/lab-probe:${contentHash({ dockerfile: text, files }, id)}`;
  const present = await docker.attempt(["image", "inspect", name]);
  if (present.exitCode === 0) return name;
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "programs"), { recursive: true });
  await Promise.all(files.map(({ path }) => cp(join(programs, path), join(folder, "programs", path))));
  await writeFile(join(folder, "Dockerfile"), text);
  const label = `${labelPrefix}.cache=lab-probe`;
  await docker.run(["build", "--quiet", "--label", label, "--tag", name, folder], { signal });
  return name;
}
