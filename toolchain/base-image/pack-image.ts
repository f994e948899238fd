import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "../host/run.ts";
import type { Work } from "../work.ts";
import { baseImageName, recipe, recipeHash } from "./recipe.ts";

/**
 * Makes an archive for `docker load` from a root file system. Unlike an import, which has the time in it, it gives the same image id each
 * time: after a prune, what is deployed is not built again.
 * @param rootfs a tar archive
 * @param folder on the same file system, for the parts; it does not exist
 * @returns the archive's path, in the folder
 */
export async function packImage(work: Work, rootfs: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const [image, layer, configuration, manifest] = ["image.tar", "layer.tar", "config.json", "manifest.json"];
  await link(rootfs, path.join(folder, layer));
  await writeFile(path.join(folder, configuration), JSON.stringify(await imageConfiguration(rootfs)));
  const entries = [{ Config: configuration, RepoTags: [baseImageName()], Layers: [layer] }];
  await writeFile(path.join(folder, manifest), JSON.stringify(entries));
  const archive = path.join(folder, image);
  await run(work, "tar", ["-C", folder, "-cf", archive, manifest, configuration, layer]);
  return archive;
}

/** As the OCI image specification has it. */
async function imageConfiguration(rootfs: string) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(rootfs), hash);
  const created = recipe.modifiedAt;
  return {
    architecture: architectures[process.arch] ?? process.arch,
    os: "linux",
    created,
    config: {
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      Cmd: recipe.command,
      Labels: { "container-approaches.role": "base-image", "container-approaches.recipe": recipeHash() },
    },
    rootfs: { type: "layers", diff_ids: [`sha256:${hash.digest("hex")}`] },
    history: [{ created, created_by: "debootstrap" }],
  };
}

/** Node.js's names to those of the specification, where they differ. */
const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", ppc64: "ppc64le" };
