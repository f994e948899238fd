/** The spelling that wget and apt read; they do not know the large one. */
const names = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy"];

/** What apt and debootstrap need beside an environment that names its proxies in capitals only. What is set in small letters wins. */
export function smallProxies(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name.toUpperCase()] ?? "";
      return value === "" || (env[name] ?? "") !== "" ? [] : [[name, value]];
    }),
  );
}
