import { translated, type ExtrasPlan, type UploadPlan } from "../container-plan.ts";
import type { Lost } from "./losing.ts";
import { keyOr, podmanArg, quoted, raw, type Pair } from "./quadlet-unit.ts";

/** What a Compose file asks for, by keys of Quadlet where there are any. Labels are written with the others. */
export function extrasPairs(name: string, extras: ExtrasPlan | undefined, root: string, lost: Lost): readonly Pair[] {
  if (extras === undefined) return [];
  const { labels, names, kernel, cpuset, cpuShares, reservedMiB, devices, ...more } = extras;
  const { securityOptions, uploads, input, logging, hostNamespaces, runtime, ...rest } = more;
  translated(rest);
  if ("" in labels) lost("a label without a name", "podman takes none", "refused");
  return [
    ...namePairs(names, lost),
    ...kernelPairs(kernel),
    ...(cpuset === undefined ? [] : [podmanArg("cpuset-cpus", cpuset)]),
    ...(cpuShares === undefined ? [] : [podmanArg("cpu-shares", String(cpuShares))]),
    ...(reservedMiB === undefined ? [] : [podmanArg("memory-reservation", `${reservedMiB}m`)]),
    ...devices.map(({ source, path, permissions }) => podmanArg("device", `${source}:${path}:${permissions}`)),
    ...securityOptions.map((option) => podmanArg("security-opt", option)),
    ...uploads.flatMap((upload, index) => uploadPairs(upload, `${root}/${uploadPath(name, index)}`, lost)),
    ...(input ? [["PodmanArgs", "--interactive"] as const] : []),
    ...(logging === undefined ? [] : loggingPairs(logging, lost)),
    ...hostNamespaces.map((kind) => podmanArg(kind, "host")),
    ...(runtime === undefined ? [] : [["GlobalArgs", quoted(`--runtime=${runtime}`)] as const]),
  ];
}

/** Where a file that a container is given stands, below the folder with all files. */
export function uploadPath(name: string, index: number): string {
  return `delivered/files-${name}/${index + 1}`;
}

function namePairs({ hostname, domainname, hosts, dns, ...rest }: ExtrasPlan["names"], lost: Lost): readonly Pair[] {
  translated(rest);
  const { servers, search, options, ...others } = dns;
  translated(others);
  if (domainname !== undefined) lost(`domain name ${domainname}`, "podman has none", "refused");
  return [
    ...(hostname === undefined ? [] : [keyOr("HostName", "hostname", hostname)]),
    ...hosts.map((host) => keyOr("AddHost", "add-host", `${host.name}:${host.address}`)),
    ...servers.map((server) => keyOr("DNS", "dns", server)),
    ...search.map((domain) => keyOr("DNSSearch", "dns-search", domain)),
    ...options.map((option) => keyOr("DNSOption", "dns-option", option)),
  ];
}

function kernelPairs({ sysctls, ulimits, shmMiB, ...rest }: ExtrasPlan["kernel"]): readonly Pair[] {
  translated(rest);
  return [
    // The key Sysctl splits values at blanks.
    ...Object.entries(sysctls).map(([key, value]) =>
      /\s/.test(value) ? podmanArg("sysctl", `${key}=${value}`) : keyOr("Sysctl", "sysctl", `${key}=${value}`),
    ),
    ...ulimits.map(({ name, soft, hard }) => keyOr("Ulimit", "ulimit", `${name}=${soft}:${hard}`)),
    ...(shmMiB === undefined ? [] : [["ShmSize", `${shmMiB}m`] as const]),
  ];
}

const drivers: Readonly<Record<string, string>> = {
  journald: "journald",
  none: "none",
  "json-file": "k8s-file",
  local: "k8s-file",
};

function loggingPairs({ driver, options, ...rest }: NonNullable<ExtrasPlan["logging"]>, lost: Lost): readonly Pair[] {
  translated(rest);
  const known = drivers[driver];
  if (known === undefined)
    lost(`log driver ${driver}`, "podman has none of the name: it logs to the journal", "refused");
  if (known !== undefined && known !== driver) lost(`log driver ${driver}`, `podman calls its own ${known}`);
  const takes = ({ journald: ["tag"], "k8s-file": ["max-size"] } as Readonly<Record<string, readonly string[]>>)[
    known ?? ""
  ];
  const pairs = Object.entries(options).flatMap(([key, value]) => {
    if (takes?.includes(key) === true) return [podmanArg("log-opt", `${key}=${value}`)];
    lost(`log option ${key}=${value}`, "podman's log driver has none of the name", "refused");
    return [];
  });
  return [["LogDriver", known ?? "journald"], ...pairs];
}

function uploadPairs({ path, mode, content, ...rest }: UploadPlan, file: string, lost: Lost): readonly Pair[] {
  translated(rest);
  const bits = mode.toString(8).padStart(4, "0");
  const what = "secret" in content ? `put the secret ${content.secret} into ${file}` : `it is ${file}`;
  lost(`the file ${path}`, `${what}, owner 0:0, mode ${bits}`);
  return [["Volume", `${file}:${raw(path)}:ro`]];
}
