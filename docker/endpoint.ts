import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../errors/user-error.ts";

/** The address of the Docker daemon, resolved as the docker command line does it. */
export interface Endpoint {
  /** Such as `unix:///var/run/docker.sock`, `tcp://10.0.0.5:2376` or `ssh://user@host`. */
  readonly host: string;
  /** What decided it. */
  readonly source: "DOCKER_HOST" | "context" | "default";
  /** Name of the docker context, if `source` is "context". */
  readonly context?: string;
}

export const defaultSocket = "unix:///var/run/docker.sock";

interface ContextInspection {
  readonly Name: string;
  readonly Endpoints: { readonly docker?: { readonly Host?: string } };
}

/**
 * DOCKER_HOST wins, then the selected docker context (colima, rootless, remote), then the default socket.
 * @param env @default process.env
 * @throws UserError if the selected context does not exist
 */
export async function resolveEndpoint(env: NodeJS.ProcessEnv = process.env): Promise<Endpoint> {
  if (env.DOCKER_HOST) return { host: env.DOCKER_HOST, source: "DOCKER_HOST" };
  if (!(await namesContext(env))) return { host: defaultSocket, source: "default" };
  const context = await selectedContext(env);
  const host = context?.Endpoints.docker?.Host;
  if (context === undefined || !host || context.Name === "default") return { host: defaultSocket, source: "default" };
  return { host, source: "context", context: context.Name };
}

/** Whether a context is selected, without starting the client: most machines have none. */
async function namesContext(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env.DOCKER_CONTEXT) return true;
  const folder = env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), ".docker");
  try {
    const config = JSON.parse(await readFile(join(folder, "config.json"), "utf8")) as { currentContext?: string };
    return config.currentContext !== undefined;
  } catch {
    // Missing or unreadable: the client would use its defaults too.
    return false;
  }
}

async function selectedContext(env: NodeJS.ProcessEnv): Promise<ContextInspection | undefined> {
  const result = await execa("docker", ["context", "inspect"], { env, extendEnv: false, reject: false });
  // Without a client there are no contexts; the caller's first docker command reports that it is missing.
  if (result.code === "ENOENT") return undefined;
  if (result.failed) {
    // Do not fall back to the default daemon: the user named another.
    throw new UserError({
      found: `The selected docker context cannot be read: ${result.stderr || result.message}`,
      allowed: "a context that docker context ls lists",
      remedy: "docker context use NAME, or unset DOCKER_CONTEXT",
    });
  }
  const [context] = JSON.parse(result.stdout) as ContextInspection[];
  return context;
}
