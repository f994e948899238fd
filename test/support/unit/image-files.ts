import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Service } from "../../../services/contract.ts";
import type { Approach } from "../../../stacks/contract.ts";
import { sampleSettings, sampleWorkload } from "./samples.ts";

/** Files of an approach's images: path in the image to content. */
export function imageFiles(
  approach: Pick<Approach, "render">,
  services: readonly Service[],
): Readonly<Record<string, string>> {
  const { images } = approach.render(sampleWorkload({ services }), sampleSettings());
  const files = images.flatMap((image) => image.files);
  return Object.fromEntries(files.map(({ path, content }) => [path.slice("rootfs".length), content]));
}

/**
 * Writes a program of an image into a folder, and changes the image's paths in it to paths in that folder.
 * @param folders of the image, such as `/opt` and `/run`
 * @returns its path
 */
export async function movedProgram(
  folder: string,
  files: Readonly<Record<string, string>>,
  path: string,
  folders: readonly string[],
): Promise<string> {
  const content = files[path];
  if (content === undefined) throw new Error(`the image has no ${path}`);
  const moved = folders.reduce((text, one) => text.replaceAll(`${one}/`, `${folder}${one}/`), content);
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, moved, { mode: 0o755 });
  return target;
}
