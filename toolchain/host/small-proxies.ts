/** The spelling that wget and apt read; they ignore the one in capitals. */
const names = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy"];

/** What apt and debootstrap need in addition, if the proxies are set in capitals only. A variable in small letters wins. */
export function smallProxies(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name.toUpperCase()] ?? "";
      return value === "" || (env[name] ?? "") !== "" ? [] : [[name, value]];
    }),
  );
}
