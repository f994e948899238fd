import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { UserError } from "../errors/user-error.ts";
import type { DockerClient } from "./client.ts";

/** What `docker image inspect` says of how an image starts. */
export interface ImageStart {
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Env?: readonly string[] | null;
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  readonly Volumes?: Readonly<Record<string, unknown>> | null;
  readonly StopSignal?: string;
}

/** How an image starts. @throws UserError if Docker has no such image */
export async function imageStart(docker: DockerClient, image: string): Promise<ImageStart> {
  const { exitCode, stdout, stderr } = await docker.attempt([
    "image",
    "inspect",
    "--format",
    "{{json .Config}}",
    image,
  ]);
  if (exitCode === 0) return JSON.parse(stdout) as ImageStart;
  throw new UserError({
    found: `Docker has no image ${image}: ${stderr.trim()}`,
    allowed: "an image that docker image ls lists",
    remedy: `docker pull ${image}, or docker load --input FILE`,
  });
}

/** The variables that an image sets. */
export function imageEnv({ Env }: Pick<ImageStart, "Env">): Readonly<Record<string, string>> {
  const pairs = (Env ?? []).map((text) => {
    const at = text.indexOf("=");
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

/** Has a container of an image that is never started, to read it, and removes it with the volumes that Docker gave it. */
export async function withUnstarted<T>(
  docker: DockerClient,
  image: string,
  use: (container: string) => Promise<T>,
): Promise<T> {
  // An image may have no command, and a container needs one.
  const container = (await docker.run(["create", "--network", "none", image, "/none"])).trim();
  try {
    return await use(container);
  } finally {
    await docker.attempt(["rm", "--force", "--volumes", container]);
  }
}

/**
 * The root file system of an image, as a tar archive. Nothing of the image runs: a container is created, read and removed.
 * @param use reads the archive to its end
 */
export async function withImageRoot<T>(
  docker: DockerClient,
  image: string,
  use: (archive: Readable) => Promise<T>,
): Promise<T> {
  return withUnstarted(docker, image, async (container) => {
    const [command = "docker", ...words] = docker.argv;
    const child = spawn(command, [...words, "export", container], { stdio: ["ignore", "pipe", "pipe"] });
    const ended = once(child, "close") as Promise<[number | null]>;
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const result = await use(child.stdout);
    const [code] = await ended;
    if (code !== 0) throw new Error(`docker export ended with ${code ?? "a signal"}: ${said.trim()}`);
    return result;
  });
}
