import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Service } from "../../../services/contract.ts";
import type { Approach } from "../../../stacks/contract.ts";
import { sampleSettings, sampleWorkload } from "./samples.ts";
import { textOf } from "./text-of.ts";

/** Files of an approach's images: path in the image to content. */
export function imageFiles(
  approach: Pick<Approach, "render">,
  services: readonly Service[],
): Readonly<Record<string, string>> {
  const { images } = approach.render(sampleWorkload({ services }), sampleSettings());
  const files = images.flatMap((image) => image.files);
  return Object.fromEntries(files.map((file) => [file.path.slice("rootfs".length), textOf(file)]));
}

/** What other programs become commands by. */
const signalsProgram = "/opt/container-approaches/signals";

/**
 * Writes a program of an image into a folder, with the one that sets signals, and changes the image's paths in it to paths in that folder.
 * @param folders of the image, such as `/opt` and `/run`
 * @returns its path
 */
export async function movedProgram(
  folder: string,
  files: Readonly<Record<string, string>>,
  path: string,
  folders: readonly string[],
): Promise<string> {
  if (files[path] === undefined) throw new Error(`the image has no ${path}`);
  for (const one of [path, signalsProgram]) {
    const content = files[one];
    if (content === undefined) continue;
    const moved = folders.reduce((text, name) => text.replaceAll(`${name}/`, `${folder}${name}/`), content);
    const target = join(folder, one);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, moved, { mode: 0o755 });
  }
  return join(folder, path);
}
