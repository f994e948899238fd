import type { DockerClient } from "../../../docker/client.ts";
import { UserError } from "../../../errors/user-error.ts";
import type { BaseImage } from "../../deployment-plan.ts";

/**
 * The base image of deployments: the configured one, pulled if Docker does not have it, else the first candidate that Docker has.
 * @param images reference to id of the images that Docker has
 * @throws UserError if there is none, before anything is created
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
    found: `The Docker daemon at ${docker.endpoint.host} has no base image.`,
    allowed: candidates.join(" or "),
    remedy: "npm run setup pulls or builds one; ./pulumiw config set baseImage NAME names another",
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
    found: `Docker does not have the base image "${name}" and cannot pull it: ${stderr.trim()}`,
    allowed: "an image of a Debian or Ubuntu release, because packages are installed with apt",
    remedy: "./pulumiw config set baseImage NAME, or ./pulumiw config rm baseImage for the one that setup provides",
  });
}
