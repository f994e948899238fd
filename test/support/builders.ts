import { execa } from "execa";
import type { DockerClient } from "../../docker/client.ts";

/** The builder that every Docker daemon has, and the newer one. */
export type BuilderKind = "legacy" | "BuildKit";

/** A command line that builds with one of them, without further options. */
export interface BuilderClient {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The builder of an image; BuildKit marks its layers. */
export async function builderOf(docker: DockerClient, image: string): Promise<BuilderKind> {
  const comments = await docker.run(["history", "--format", "{{.Comment}}", image]);
  return comments.includes("buildkit") ? "BuildKit" : "legacy";
}

/** Since this release of the command line, BuildKit needs the plugin buildx. */
const pluginSince = 23;

/**
 * The first docker on PATH that can: a newer one without the plugin may come before an older one that needs none.
 * @returns undefined if there is none
 */
export async function clientFor({ argv }: DockerClient, kind: BuilderKind): Promise<BuilderClient | undefined> {
  const args = [...argv.slice(1), "build", "--quiet"];
  if (kind === "legacy") return { command: "docker", args, env: { DOCKER_BUILDKIT: "0" } };
  const { stdout } = await execa("which", ["-a", "docker"], { reject: false });
  for (const command of new Set(stdout.split("\n").filter(Boolean))) {
    const version = await execa(command, ["version", "--format", "{{.Client.Version}}"], { reject: false });
    const plugin = await execa(command, ["buildx", "version"], { reject: false });
    if (Number.parseInt(version.stdout, 10) < pluginSince || plugin.exitCode === 0) {
      return { command, args, env: { DOCKER_BUILDKIT: "1" } };
    }
  }
  return undefined;
}
