import { execa } from "execa";
import { resolve } from "node:path";
import { baseImageOf, testEngine } from "../support/engine.ts";

/**
 * Builds images from the folders of test/compose/images, as PREFIX/NAME:1.
 * @returns what removes them
 */
export async function buildImages(prefix: string, names: readonly string[]): Promise<() => Promise<void>> {
  const docker = await testEngine();
  const base = await baseImageOf(docker);
  const [command = "docker", ...words] = docker.argv;
  const tagOf = (name: string) => `${prefix}/${name}:1`;
  for (const name of names) {
    const context = resolve(import.meta.dirname, "images", name);
    const options = ["--quiet", "--build-arg", `BASE=${base}`, "--tag", tagOf(name)];
    await execa(command, [...words, "build", ...options, context]);
  }
  return async () => {
    await docker.attempt(["image", "rm", ...names.map(tagOf)]);
  };
}
