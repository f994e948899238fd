import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** What matters here of the docker command line's own configuration. */
export interface ClientConfig {
  readonly currentContext?: string;
  /** By the daemon's address; `default` is for all others. */
  readonly proxies?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Folder of the configuration. */
export function clientFolder(env: NodeJS.ProcessEnv): string {
  const { DOCKER_CONFIG: folder = "" } = env;
  return folder === "" ? join(env.HOME ?? homedir(), ".docker") : folder;
}

/** The configuration; empty if it is missing or no JSON: the client would use its defaults too. */
export async function clientConfig(env: NodeJS.ProcessEnv): Promise<ClientConfig> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(clientFolder(env), "config.json"), "utf8"));
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** Names of the configuration, and those of variables. */
const variables = {
  httpProxy: "HTTP_PROXY",
  httpsProxy: "HTTPS_PROXY",
  ftpProxy: "FTP_PROXY",
  allProxy: "ALL_PROXY",
  noProxy: "NO_PROXY",
} as const;

/** The proxies that the configuration has for builds on a daemon, as variables. @param host the daemon's address */
export function configuredProxies({ proxies = {} }: ClientConfig, host: string): NodeJS.ProcessEnv {
  const chosen = proxies[host] ?? proxies.default ?? {};
  return Object.fromEntries(
    Object.entries(variables).flatMap(([key, name]) => {
      const value = chosen[key];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
