import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../errors/user-error.ts";

/** Which engine the user means, resolved the way the docker command line does it. */
export interface Endpoint {
  /** Engine address, such as `unix:///var/run/docker.sock`, `tcp://10.0.0.5:2376` or `ssh://user@host`. */
  readonly host: string;
  /** What decided it. */
  readonly source: "DOCKER_HOST" | "context" | "default";
  /** Name of the docker context, where one decided. */
  readonly context?: string;
}

export const defaultSocket = "unix:///var/run/docker.sock";

interface ContextInspection {
  readonly Name: string;
  readonly Endpoints: { readonly docker?: { readonly Host?: string } };
}

/**
 * DOCKER_HOST wins, then the selected docker context (colima, rootless, remote), then the default socket.
 * @param env variables to look in. @default process.env
 * @throws UserError where the selected context does not exist
 */
export async function resolveEndpoint(env: NodeJS.ProcessEnv = process.env): Promise<Endpoint> {
  if (env.DOCKER_HOST) return { host: env.DOCKER_HOST, source: "DOCKER_HOST" };
  if (!(await namesContext(env))) return { host: defaultSocket, source: "default" };
  const context = await selectedContext(env);
  const host = context?.Endpoints.docker?.Host;
  if (context === undefined || !host || context.Name === "default") return { host: defaultSocket, source: "default" };
  return { host, source: "context", context: context.Name };
}

/** Whether anything selects a context: asking the client costs a process, and hardly any machine has one selected. */
async function namesContext(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env.DOCKER_CONTEXT) return true;
  const folder = env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), ".docker");
  try {
    const config = JSON.parse(await readFile(join(folder, "config.json"), "utf8")) as { currentContext?: string };
    return config.currentContext !== undefined;
  } catch {
    // Missing or unreadable: the client would go on with its defaults too.
    return false;
  }
}

async function selectedContext(env: NodeJS.ProcessEnv): Promise<ContextInspection | undefined> {
  const result = await execa("docker", ["context", "inspect"], { env, extendEnv: false, reject: false });
  // Without a client there are no contexts: the caller finds out when it talks to the engine.
  if (result.code === "ENOENT") return undefined;
  if (result.failed) {
    // The default engine instead would be one that nobody asked for.
    throw new UserError({
      found: `The selected docker context cannot be read: ${result.stderr || result.message}`,
      allowed: "a context that docker context ls lists",
      remedy: "docker context use NAME, or unset DOCKER_CONTEXT",
    });
  }
  const [context] = JSON.parse(result.stdout) as ContextInspection[];
  return context;
}
