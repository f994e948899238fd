import { execa } from "execa";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Experiment, Tools } from "../contract.ts";
import type { CreateBody } from "../harness/clones.ts";

export const cold: Experiment = {
  name: "cold",
  title: "Start with a cold image store",
  question: "How long from the images' archive to the first good answer, where the engine has none of their layers?",
  method:
    "The images are saved and every layer gets a small file more, so that the engine has none of them; layers that several images share stay shared. " +
    "Then docker load, containers with the same settings created and started, until the entry answers.",
  excludes: "Downloading and decompressing. The archive is in the page cache, as just downloaded data would be.",
  kind: "categorical",
  workload: "hello",
  besideOthers: false,
  long: true,
  figures: {
    answer: { title: "archive to first answer", unit: "ms", better: "lower" },
    load: { title: "of this, loading the images", unit: "ms", better: "lower" },
    bytes: { title: "size of the archive", unit: "bytes", better: "lower" },
  },
  async run({ name, deployment, project }, tools) {
    const { docker, units, clone, signal } = tools;
    const repository = `container-approaches/lab-cold-${name.replace(/\W+/g, "-").replace(/-$/, "")}`;
    const tags = new Map<string, string>();
    for (const [index, image] of deployment.images.entries()) {
      const id = await docker.run(["image", "inspect", "--format", "{{.Id}}", image]);
      tags.set(image, `${repository}:${index}`).set(id, `${repository}:${index}`);
    }
    const archive = join(project.folder, ".state", "cold.tar");
    try {
      await saveUncached(deployment.images, repository, archive, tools);
      const { size } = await stat(archive);
      await units.kill();
      const begun = Date.now();
      await docker.run(["load", "--quiet", "--input", archive], { signal });
      const load = Date.now() - begun;
      const change = (body: CreateBody) => ({ ...body, Image: tags.get(body.Image) ?? body.Image });
      const clones = await clone({ suffix: "-cold", publish: true, change });
      try {
        await clones.start();
        return { values: { answer: load + (await units.untilAnswer()) - clones.createdAt, load, bytes: size } };
      } finally {
        await clones.remove();
      }
    } finally {
      await rm(archive, { force: true });
      await docker.attempt(["image", "rm", "--force", ...new Set(tags.values())]);
      await units.start();
    }
  },
};

async function saveUncached(
  images: readonly string[],
  repository: string,
  archive: string,
  { docker, probeImage, labels, signal }: Tools,
): Promise<void> {
  const [command = "docker", ...words] = docker.argv;
  const rewrite = ["run", "--rm", "--interactive", ...labels, "--network", "none", probeImage];
  const saved = execa(command, [...words, "save", ...images], {
    cancelSignal: signal,
    encoding: "buffer",
    buffer: false,
  });
  const program = ["python3", "/lab/uncached.py", repository, ...images];
  await saved.pipe(command, [...words, ...rewrite, ...program], {
    cancelSignal: signal,
    stdout: { file: archive },
    buffer: false,
  });
}
