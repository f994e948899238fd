import type { ForeignFile, ForeignService, ResolvedService } from "../../../services/foreign/contract.ts";
import { isOwned } from "../../../services/foreign/delivered-files.ts";
import type { ExtrasPlan, KernelPlan, NamesPlan, UploadPlan } from "../../container-plan.ts";
import { otherOptions } from "./grants.ts";
import { mebibytes } from "./limits.ts";

/** What a service asks for beyond what a container of this project's own has. */
export function extrasOf({ service }: ResolvedService): ExtrasPlan {
  const { labels, limits, confinement, process, logging } = service;
  const { cpuset, cpuShares, reservedBytes } = limits;
  const { devices, runtime } = confinement;
  return {
    labels,
    names: namesOf(service),
    kernel: kernelOf(service),
    ...(cpuset === undefined ? {} : { cpuset }),
    ...(cpuShares === undefined ? {} : { cpuShares }),
    ...(reservedBytes === undefined ? {} : { reservedMiB: mebibytes(reservedBytes) }),
    devices: devices.map(({ source, target: path, permissions }) => ({ source, path, permissions })),
    securityOptions: otherOptions(service),
    uploads: service.files.flatMap(uploadOf),
    input: process.input,
    ...(logging === undefined ? {} : { logging }),
    hostNamespaces: (["ipc", "pid", "userns"] as const).filter((kind) => confinement.namespaces[kind] === "host"),
    ...(runtime === undefined ? {} : { runtime }),
  };
}

function namesOf({ confinement }: ForeignService): NamesPlan {
  const { hostname, domainname, extraHosts, dns } = confinement;
  return {
    ...(hostname === undefined ? {} : { hostname }),
    ...(domainname === undefined ? {} : { domainname }),
    hosts: extraHosts.map(hostOf),
    dns,
  };
}

/** @param written `NAME=ADDRESS`, or with a colon; the address may be of IPv6 */
function hostOf(written: string): NamesPlan["hosts"][number] {
  const at = written.search(/[=:]/);
  return { name: written.slice(0, at), address: written.slice(at + 1).replace(/^\[(.*)\]$/, "$1") };
}

function kernelOf({ limits, confinement }: ForeignService): KernelPlan {
  const { ulimits, shmBytes } = limits;
  return {
    sysctls: confinement.sysctls,
    ulimits: Object.entries(ulimits).map(([name, { soft, hard }]) => ({ name, soft, hard })),
    ...(shmBytes === undefined ? {} : { shmMiB: mebibytes(shmBytes) }),
  };
}

/** Files whose text is in the Compose file, or in a variable. Those on the disk are mounted. */
function uploadOf(file: ForeignFile): readonly UploadPlan[] {
  const { source, path, mode = 0o444 } = file;
  if (source.kind === "file") return [];
  const content = source.kind === "content" ? { text: source.content } : { secret: source.name };
  // The user that was to own it can read it.
  return [{ path, mode: isOwned(file) ? mode | 0o444 : mode, content }];
}
