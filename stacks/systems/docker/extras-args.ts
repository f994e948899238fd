import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { translated, type ExtrasPlan, type UploadPlan } from "../../container-plan.ts";

/** Value of a secret by its name. */
export type SecretOf = (name: string) => pulumi.Input<string>;

/** The provider's arguments for what a Compose file asks for beyond the rest, and its labels, security options and log, which others have too. */
export function extrasArgs(extras: ExtrasPlan, secretOf: SecretOf) {
  const { labels, names, kernel, cpuset, cpuShares, reservedMiB, devices, ...more } = extras;
  const { securityOptions, uploads, input, logging, hostNamespaces, runtime, ...rest } = more;
  translated(rest);
  const host = (kind: ExtrasPlan["hostNamespaces"][number]) => hostNamespaces.includes(kind);
  const args: Partial<docker.ContainerArgs> = {
    ...namesArgs(names),
    ...kernelArgs(kernel),
    ...(cpuset === undefined ? {} : { cpuSet: cpuset }),
    ...(cpuShares === undefined ? {} : { cpuShares }),
    ...(reservedMiB === undefined ? {} : { memoryReservation: reservedMiB }),
    ...(devices.length === 0
      ? {}
      : {
          devices: devices.map(({ source, path, permissions }) => ({
            hostPath: source,
            containerPath: path,
            permissions,
          })),
        }),
    ...(uploads.length === 0 ? {} : { uploads: uploads.map((upload) => uploadArgs(upload, secretOf)) }),
    ...(input ? { stdinOpen: true } : {}),
    ...(host("ipc") ? { ipcMode: "host" } : {}),
    ...(host("pid") ? { pidMode: "host" } : {}),
    ...(host("userns") ? { usernsMode: "host" } : {}),
    ...(runtime === undefined ? {} : { runtime }),
  };
  return { args, labels, securityOptions, logging };
}

function namesArgs({ hostname, domainname, hosts, dns, ...rest }: ExtrasPlan["names"]): Partial<docker.ContainerArgs> {
  translated(rest);
  const { servers, search, options, ...others } = dns;
  translated(others);
  return {
    ...(hostname === undefined ? {} : { hostname }),
    ...(domainname === undefined ? {} : { domainname }),
    ...(hosts.length === 0 ? {} : { hosts: hosts.map(({ name, address }) => ({ host: name, ip: address })) }),
    ...(servers.length === 0 ? {} : { dns: [...servers] }),
    ...(search.length === 0 ? {} : { dnsSearches: [...search] }),
    ...(options.length === 0 ? {} : { dnsOpts: [...options] }),
  };
}

function kernelArgs({ sysctls, ulimits, shmMiB, ...rest }: ExtrasPlan["kernel"]): Partial<docker.ContainerArgs> {
  translated(rest);
  return {
    ...(Object.keys(sysctls).length === 0 ? {} : { sysctls: { ...sysctls } }),
    ...(ulimits.length === 0 ? {} : { ulimits: ulimits.map(({ name, soft, hard }) => ({ name, soft, hard })) }),
    ...(shmMiB === undefined ? {} : { shmSize: shmMiB }),
  };
}

function uploadArgs(
  { path, mode, content, ...rest }: UploadPlan,
  secretOf: SecretOf,
): docker.types.input.ContainerUpload {
  translated(rest);
  const bits = mode.toString(8).padStart(4, "0");
  // Without an owner root owns it. With one, the daemon would look for the container's user among the host's, and fail if it is not there.
  const where = { file: path, permissions: bits };
  if ("secret" in content) return { ...where, content: secretOf(content.secret) };
  // The provider takes an empty text for none.
  return content.text === "" ? { ...where, source: "/dev/null" } : { ...where, content: content.text };
}
