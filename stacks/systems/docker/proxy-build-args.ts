const proxies = ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy"];
const exceptions = "no_proxy";

/**
 * The proxies of this environment as build arguments. Docker knows these names: a build sees them, the image does not keep them, and
 * the cache of layers takes no notice of them. Under both spellings, as apt reads the small one only and others the large one.
 * A proxy on this host's loopback is left out, since a build runs in a network of its own, where it cannot be reached.
 * @param configured those of the docker client's configuration, as variables: they are for builds, so each wins over this environment's
 * @returns undefined where there is no proxy that a build could use
 */
export function proxyBuildArgs(
  env: NodeJS.ProcessEnv,
  configured: NodeJS.ProcessEnv = {},
): Record<string, string> | undefined {
  const value = (name: string) => valueOf(configured, name) || valueOf(env, name);
  const found = proxies.flatMap((name) => both(name, value(name), isReachable));
  if (found.length === 0) return undefined;
  return Object.fromEntries([...found, ...both(exceptions, value(exceptions), () => true)]);
}

function valueOf(env: NodeJS.ProcessEnv, name: string): string {
  return [env[name], env[name.toUpperCase()]].find((value) => value !== undefined && value !== "") ?? "";
}

function both(name: string, value: string, serves: (value: string) => boolean): (readonly [string, string])[] {
  return value === "" || !serves(value) ? [] : [name, name.toUpperCase()].map((spelling) => [spelling, value] as const);
}

// Proxies are written with and without a scheme.
function isReachable(proxy: string): boolean {
  const host = /^(?:[^/]*:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/.exec(proxy)?.[1] ?? "";
  return !/^(localhost|127(\.\d+){3}|\[::1\])$/i.test(host);
}
