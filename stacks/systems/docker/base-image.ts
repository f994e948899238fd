import type { DockerClient } from "../../../docker/client.ts";
import { UserError } from "../../../errors/user-error.ts";
import type { BaseImage } from "../../deployment-plan.ts";

/**
 * The base image that deployments start from: the configured one, pulled where the engine lacks it, else the first of the candidates
 * that the engine has.
 * @param images what the engine has: reference to id
 * @throws UserError where there is none, before anything is created
 */
export async function findBaseImage(
  docker: DockerClient,
  configured: string | undefined,
  candidates: readonly string[],
  images: ReadonlyMap<string, string>,
): Promise<BaseImage> {
  if (configured !== undefined) return (await present(docker, configured)) ?? (await pulled(docker, configured));
  for (const name of candidates) {
    const id = images.get(name);
    if (id !== undefined) return { name, id };
  }
  throw new UserError({
    found: `The engine at ${docker.endpoint.host} has no base image.`,
    allowed: candidates.join(" or "),
    remedy: "npm run setup pulls or builds one; pulumi config set baseImage NAME names another",
  });
}

async function present(docker: DockerClient, name: string): Promise<BaseImage | undefined> {
  const { exitCode, stdout } = await docker.attempt(["image", "inspect", "--format", "{{.Id}}", name]);
  return exitCode === 0 ? { name, id: stdout.trim() } : undefined;
}

async function pulled(docker: DockerClient, name: string): Promise<BaseImage> {
  const { exitCode, stderr } = await docker.attempt(["pull", "--quiet", name], { timeoutMs: 300_000 });
  const image = exitCode === 0 ? await present(docker, name) : undefined;
  if (image !== undefined) return image;
  throw new UserError({
    found: `The base image "${name}" is not on the engine and cannot be pulled: ${stderr.trim()}`,
    allowed: "an image of a Debian or Ubuntu release, since packages are installed with apt",
    remedy: "pulumi config set baseImage NAME, or pulumi config rm baseImage for the one that set-up provides",
  });
}
