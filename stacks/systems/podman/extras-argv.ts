import { translated, type ExtrasPlan } from "../../container-plan.ts";

/** Options for what a Compose file asks for. Labels are written with the others, files by a step of their own. */
export function extrasWords(extras: ExtrasPlan): readonly string[] {
  const { labels, names, kernel, cpuset, cpuShares, reservedMiB, devices, ...more } = extras;
  const { securityOptions, uploads, input, logging, hostNamespaces, runtime, ...rest } = more;
  translated(rest);
  if ("" in labels || uploads.some(({ path }) => path === "")) throw new Error("a label or a file has no name");
  return [
    ...nameWords(names),
    ...kernelWords(kernel),
    ...(cpuset === undefined ? [] : ["--cpuset-cpus", cpuset]),
    ...(cpuShares === undefined ? [] : ["--cpu-shares", `${cpuShares}`]),
    ...(reservedMiB === undefined ? [] : ["--memory-reservation", `${reservedMiB}m`]),
    ...devices.flatMap(({ source, path, permissions }) => ["--device", `${source}:${path}:${permissions}`]),
    ...securityOptions.flatMap((option) => ["--security-opt", option]),
    ...(input ? ["--interactive"] : []),
    ...(logging === undefined ? [] : loggingWords(logging)),
    ...hostNamespaces.flatMap((kind) => [`--${kind}`, "host"]),
    ...(runtime === undefined ? [] : ["--runtime", runtime]),
  ];
}

function nameWords({ hostname, domainname, hosts, dns, ...rest }: ExtrasPlan["names"]): readonly string[] {
  translated(rest);
  const { servers, search, options, ...others } = dns;
  translated(others);
  // What it cannot honour says `refuses`.
  const domain = domainname === undefined ? [] : [];
  return [
    ...domain,
    ...(hostname === undefined ? [] : ["--hostname", hostname]),
    ...hosts.flatMap(({ name, address }) => ["--add-host", `${name}:${address}`]),
    ...servers.flatMap((server) => ["--dns", server]),
    ...search.flatMap((one) => ["--dns-search", one]),
    ...options.flatMap((one) => ["--dns-option", one]),
  ];
}

function kernelWords({ sysctls, ulimits, shmMiB, ...rest }: ExtrasPlan["kernel"]): readonly string[] {
  translated(rest);
  return [
    ...Object.entries(sysctls).flatMap(([key, value]) => ["--sysctl", `${key}=${value}`]),
    ...ulimits.flatMap(({ name, soft, hard }) => ["--ulimit", `${name}=${soft}:${hard}`]),
    ...(shmMiB === undefined ? [] : ["--shm-size", `${shmMiB}m`]),
  ];
}

/** Podman's names of the drivers that others have. */
export const drivers: Readonly<Record<string, string>> = {
  journald: "journald",
  none: "none",
  "json-file": "k8s-file",
  local: "k8s-file",
};

/** Options of a driver that podman has too. */
export function logOptions({
  driver,
  options,
}: NonNullable<ExtrasPlan["logging"]>): readonly (readonly [string, string])[] {
  const takes: Readonly<Record<string, readonly string[]>> = { journald: ["tag"], "k8s-file": ["max-size"] };
  return Object.entries(options).filter(([key]) => takes[drivers[driver] ?? ""]?.includes(key) === true);
}

function loggingWords(logging: NonNullable<ExtrasPlan["logging"]>): readonly string[] {
  const known = drivers[logging.driver] ?? "k8s-file";
  return ["--log-driver", known, ...logOptions(logging).flatMap(([key, value]) => ["--log-opt", `${key}=${value}`])];
}
