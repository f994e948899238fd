import { execa } from "execa";
import { join } from "node:path";
import { UserError } from "../errors/user-error.ts";
import { clientConfig, clientFolder } from "./client-config.ts";

/** The address of the Docker daemon, resolved as the docker command line does it. */
export interface Endpoint {
  /** Such as `unix:///var/run/docker.sock`, `tcp://10.0.0.5:2376` or `ssh://user@host`. */
  readonly host: string;
  /** What decided it. */
  readonly source: "DOCKER_HOST" | "context" | "default";
  /** Name of the docker context, if `source` is "context". */
  readonly context?: string;
  /** Absent if the daemon is reached without TLS. */
  readonly tls?: Tls;
}

/** How a daemon is reached over TLS. */
export interface Tls {
  /** Folder with ca.pem, cert.pem and key.pem. */
  readonly folder: string;
  /** Whether the daemon's certificate is checked. */
  readonly verify: boolean;
}

/** Tells programs that this project starts from which context DOCKER_HOST was taken: for messages, and so that they use the context's own settings. */
export const contextVariable = "CONTAINER_APPROACHES_DOCKER_CONTEXT";

export const defaultSocket = "unix:///var/run/docker.sock";

interface ContextInspection {
  readonly Name: string;
  readonly Endpoints: { readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean } };
  readonly TLSMaterial?: { readonly docker?: readonly string[] };
  readonly Storage?: { readonly TLSPath?: string };
}

/**
 * DOCKER_HOST wins, then the selected docker context (colima, rootless, remote), then the default socket.
 * @param env @default process.env
 * @throws UserError if the selected context does not exist
 */
export async function resolveEndpoint(env: NodeJS.ProcessEnv = process.env): Promise<Endpoint> {
  if (env.DOCKER_HOST) return named(env.DOCKER_HOST, env);
  if (!(await namesContext(env))) return { host: defaultSocket, source: "default" };
  const context = await selectedContext(env);
  const host = context?.Endpoints.docker?.Host;
  if (context === undefined || !host || context.Name === "default") return { host: defaultSocket, source: "default" };
  return { host, source: "context", context: context.Name, ...tlsOf(context) };
}

/**
 * The variables that name a daemon to every program: docker, Pulumi's provider, which knows nothing of contexts, and this project's own.
 * @param user the user's variables: those that would name another daemon, or add certificates of another, become empty
 */
export function daemonVariables({ host, context, tls }: Endpoint, user: NodeJS.ProcessEnv): Record<string, string> {
  // With DOCKER_HOST, the provider would still follow DOCKER_CONTEXT.
  const without = user.DOCKER_CONTEXT ? { DOCKER_CONTEXT: "" } : {};
  if (context === undefined) return without;
  const others = ["DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH"].filter((name) => user[name]);
  return {
    ...without,
    DOCKER_HOST: host,
    [contextVariable]: JSON.stringify([context, host]),
    ...Object.fromEntries(others.map((name) => [name, ""])),
    ...(tls === undefined
      ? {}
      : { DOCKER_CERT_PATH: tls.folder, DOCKER_TLS: "1", DOCKER_TLS_VERIFY: tls.verify ? "1" : "" }),
  };
}

/** @param host the value of DOCKER_HOST */
function named(host: string, env: NodeJS.ProcessEnv): Endpoint {
  const context = contextOf(host, env[contextVariable]);
  const { DOCKER_CERT_PATH: certificates = "" } = env;
  const folder = certificates === "" ? clientFolder(env) : certificates;
  const verify = Boolean(env.DOCKER_TLS_VERIFY);
  const secured = /^(tcp|https?):/.test(host) && (verify || Boolean(env.DOCKER_TLS));
  return {
    host,
    ...(context === undefined ? { source: "DOCKER_HOST" } : { source: "context", context }),
    ...(secured ? { tls: { folder, verify } } : {}),
  };
}

/** The user may have changed DOCKER_HOST meanwhile: then the context is not its source. */
function contextOf(host: string, text: string | undefined): string | undefined {
  if (!text) return undefined;
  try {
    const [context, address] = JSON.parse(text) as [string, string];
    return address === host ? context : undefined;
  } catch {
    // Not written by this project.
    return undefined;
  }
}

function tlsOf({ Endpoints, TLSMaterial, Storage }: ContextInspection): Pick<Endpoint, "tls"> {
  if (Storage?.TLSPath === undefined || (TLSMaterial?.docker ?? []).length === 0) return {};
  return { tls: { folder: join(Storage.TLSPath, "docker"), verify: Endpoints.docker?.SkipTLSVerify !== true } };
}

/** Whether a context is selected, without starting the client: most machines have none. */
async function namesContext(env: NodeJS.ProcessEnv): Promise<boolean> {
  return Boolean(env.DOCKER_CONTEXT) || (await clientConfig(env)).currentContext !== undefined;
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
