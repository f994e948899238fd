import { execa } from "execa";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OnDocker } from "./on-docker.ts";

/** Objects of an instance that contain a text. */
export interface Planted {
  remove(): Promise<void>;
}

/**
 * Leaves a text where a deployment must not: in a container's variables, in base64; in its log and in its command; in a file of an image.
 * @param image of the container, whose command runs for a moment
 */
export async function plant({ docker, instance }: OnDocker, image: string, text: string): Promise<Planted> {
  const name = `planted-${instance}`;
  const label = `container-approaches.instance=${instance}`;
  const hidden = Buffer.from(text).toString("base64");
  const args = ["--name", name, "--label", label, "--env", `PLANTED=${hidden}`, "--entrypoint", "", "--user", "0:0"];
  await docker.run(["run", ...args, image, "sh", "-c", 'printf "%s\\n" "$1"; sleep 0.3', "sh", text]);
  const folder = await mkdtemp(join(tmpdir(), "container-approaches-planted-"));
  await writeFile(join(folder, "file"), text);
  const tar = await execa("tar", ["-cf", "-", "-C", folder, "file"], { encoding: "buffer" });
  const [program = "", ...before] = docker.argv;
  await execa(program, [...before, "import", "--change", `LABEL ${label}`, "-", `${name}:1`], { input: tar.stdout });
  return {
    async remove() {
      await docker.run(["rm", "--force", name]);
      await docker.run(["image", "rm", "--force", `${name}:1`]);
      await rm(folder, { recursive: true });
    },
  };
}
