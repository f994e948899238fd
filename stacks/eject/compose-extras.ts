import { translated, type ContainerPlan, type ExtrasPlan, type UploadPlan } from "../container-plan.ts";

/** What a Compose file asked for, as Compose has it, with labels and security options, which the rest of a service has too. */
export function composeExtras(service: string, extras: ExtrasPlan) {
  const { labels, names, kernel, cpuset, cpuShares, reservedMiB, devices, ...more } = extras;
  const { securityOptions, uploads, input, logging, hostNamespaces, runtime, ...rest } = more;
  translated(rest);
  const files = uploads.map((upload, index) => fileOf(upload, uploadName(service, index)));
  const of = (kind: "configs" | "secrets") => {
    const those = files.filter((file) => file.kind === kind).map(({ file }) => file);
    return those.length === 0 ? {} : { [kind]: those };
  };
  const keys = {
    ...namesOf(names),
    ...kernelOf(kernel),
    ...given("cpuset", cpuset),
    ...given("cpu_shares", cpuShares),
    ...given("mem_reservation", reservedMiB === undefined ? undefined : `${reservedMiB}m`),
    ...(devices.length === 0
      ? {}
      : { devices: devices.map(({ source, path, permissions }) => `${source}:${path}:${permissions}`) }),
    ...(input ? { stdin_open: true } : {}),
    ...(logging === undefined ? {} : { logging: { driver: logging.driver, options: logging.options } }),
    ...Object.fromEntries(hostNamespaces.map((kind) => [kind === "userns" ? "userns_mode" : kind, "host"])),
    ...given("runtime", runtime),
    ...of("configs"),
    ...of("secrets"),
  };
  return { keys, labels, securityOptions };
}

/** Texts and secrets that containers are given, for the sections at the top. */
export function uploadSections(containers: readonly ContainerPlan[]) {
  const all = containers.flatMap(({ name, extras }) =>
    (extras?.uploads ?? []).map((upload, index) => ({ name: uploadName(name, index), content: upload.content })),
  );
  const configs = all.flatMap(({ name, content }) =>
    "text" in content ? [[name, { content: content.text }] as const] : [],
  );
  const secrets = all.flatMap(({ name, content }) =>
    "secret" in content ? [[name, { environment: content.secret }] as const] : [],
  );
  return {
    ...(configs.length === 0 ? {} : { configs: Object.fromEntries(configs) }),
    ...(secrets.length === 0 ? {} : { secrets: Object.fromEntries(secrets) }),
  };
}

function uploadName(service: string, index: number): string {
  return `${service}-file-${index + 1}`;
}

function fileOf({ path, mode, content, ...rest }: UploadPlan, source: string) {
  translated(rest);
  const file = { source, target: path, mode };
  return { kind: "secret" in content ? ("secrets" as const) : ("configs" as const), file };
}

function namesOf({ hostname, domainname, hosts, dns, ...rest }: ExtrasPlan["names"]) {
  translated(rest);
  const { servers, search, options, ...others } = dns;
  translated(others);
  return {
    ...given("hostname", hostname),
    ...given("domainname", domainname),
    ...list(
      "extra_hosts",
      hosts.map(({ name, address }) => `${name}=${address}`),
    ),
    ...list("dns", servers),
    ...list("dns_search", search),
    ...list("dns_opt", options),
  };
}

function kernelOf({ sysctls, ulimits, shmMiB, ...rest }: ExtrasPlan["kernel"]) {
  translated(rest);
  const limits = ulimits.map(({ name, soft, hard }) => [name, { soft, hard }] as const);
  return {
    ...(Object.keys(sysctls).length === 0 ? {} : { sysctls }),
    ...(limits.length === 0 ? {} : { ulimits: Object.fromEntries(limits) }),
    ...given("shm_size", shmMiB === undefined ? undefined : `${shmMiB}m`),
  };
}

function given(key: string, value: string | number | undefined): Readonly<Record<string, string | number>> {
  return value === undefined ? {} : { [key]: value };
}

function list(key: string, values: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return values.length === 0 ? {} : { [key]: values };
}
