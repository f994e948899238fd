import { execa } from "execa";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { labelPrefix } from "../../stacks/rendering/labels.ts";
import type { Experiment } from "../contract.ts";
import { imagesOf } from "../deployment.ts";
import type { Tools } from "../tools.ts";
import type { CreateBody } from "../tools/containers.ts";

export const cold: Experiment = {
  name: "cold",
  title: "Start with a cold image store",
  question:
    "How long does it take from an archive of the images to the first good answer, if Docker has none of their layers?",
  method:
    "The images are saved once, and every layer gets one more small file, so that Docker has none of the layers; shared layers stay shared. " +
    "Timed: docker load, then creating and starting containers with the same settings, until the entry answers. It is asked every 2 ms, as in the experiment startup.",
  excludes:
    "Download and decompression. The archive is read just before, so that it is in the page cache, as after a download.",
  kind: "categorical",
  about: ["entry"],
  besideOthers: false,
  long: true,
  figures: {
    "first.answer": { title: "time from archive to first answer", unit: "ms", better: "lower" },
    load: { title: "time to load the images", unit: "ms", better: "lower" },
    bytes: { title: "size of the archive", unit: "bytes", better: "lower" },
    answer: {
      title: "time from archive to an answer",
      unit: "ms",
      better: "lower",
      withdrawn: "Asking began only when all containers had been started and a probe was up.",
    },
  },
  elsewhere: "It loads images from an archive into Docker's store, and starts copies of the containers from them.",
  async run({ name, deployment, project }, tools) {
    const images = imagesOf(deployment);
    const { docker, containers, clone, signal } = tools;
    const repository = `${labelPrefix}/lab-cold-${name.replace(/\W+/g, "-").replace(/-$/, "")}`;
    const tags = new Map<string, string>();
    for (const [index, image] of images.entries()) {
      const id = await docker.run(["image", "inspect", "--format", "{{.Id}}", image]);
      tags.set(image, `${repository}:${index}`).set(id, `${repository}:${index}`);
    }
    // An image's tag is the hash of its content: the same names give the same archive in every round.
    const identity = createHash("sha256").update(images.join("\n")).digest("hex").slice(0, 12);
    const archive = join(project.folder, ".state", `cold-${identity}.tar`);
    try {
      const size = (await sizeOf(archive)) ?? (await saveUncached(images, repository, archive, tools));
      await intoPageCache(archive);
      await containers.kill();
      const begun = Date.now();
      await docker.run(["load", "--quiet", "--input", archive], { signal });
      const load = Date.now() - begun;
      const change = (body: CreateBody) => ({ ...body, Image: tags.get(body.Image) ?? body.Image });
      const clones = await clone({ suffix: "-cold", publish: true, change });
      try {
        const { at, asked, driftMs } = await containers.untilFirstAnswer((starting) => clones.start(starting));
        const values = { "first.answer": load + at - clones.createdAt, load, bytes: size };
        return { values, details: { asked, driftMs } };
      } finally {
        await clones.remove();
      }
    } finally {
      await docker.attempt(["image", "rm", "--force", ...new Set(tags.values())]);
      await containers.start();
    }
  },
};

async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}

async function intoPageCache(file: string): Promise<void> {
  await finished(createReadStream(file, { highWaterMark: 1 << 20 }).resume());
}

/** Writes the archive. @returns its size in bytes */
async function saveUncached(
  images: readonly string[],
  repository: string,
  archive: string,
  { docker, probeImage, labels, signal }: Tools,
): Promise<number> {
  const [command = "docker", ...words] = docker.argv;
  const rewrite = ["run", "--rm", "--interactive", ...labels, "--network", "none", probeImage];
  const saved = execa(command, [...words, "save", ...images], {
    cancelSignal: signal,
    encoding: "buffer",
    buffer: false,
  });
  const program = ["python3", "/lab/uncached.py", repository, ...images];
  const half = `${archive}.half`;
  try {
    await saved.pipe(command, [...words, ...rewrite, ...program], {
      cancelSignal: signal,
      stdout: { file: half },
      buffer: false,
    });
    await rename(half, archive);
  } finally {
    await rm(half, { force: true });
  }
  return (await stat(archive)).size;
}
