import { execa } from "execa";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheRoot } from "../../toolchain/cache.ts";

/** Words before a subcommand of docker compose: the plugin, or the program that the benchmark has built; undefined without both. */
export async function dockerCompose(): Promise<readonly [string, ...string[]] | undefined> {
  const plugin = await execa("docker", ["compose", "version"], { reject: false });
  if (plugin.exitCode === 0) return ["docker", "compose"];
  const folder = join(cacheRoot(), "go-lab-compose");
  for (const name of await readdir(folder).catch(() => [])) {
    const program = join(folder, name, "docker-compose");
    const built = await execa(program, ["version"], { reject: false });
    if (built.exitCode === 0) return [program];
  }
  return undefined;
}
