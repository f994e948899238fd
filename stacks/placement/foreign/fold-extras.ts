import { seenTo, translated, type ExtrasPlan, type KernelPlan, type NamesPlan } from "../../container-plan.ts";
import { rootOf } from "../../supervisors/entering.ts";
import type { FoldedLimits } from "./fold-limits.ts";
import type { Share } from "./fold-share.ts";

/** What is the container's, of all services. */
export function foldedExtras(shares: readonly Share[], weights: FoldedLimits["weights"]): ExtrasPlan {
  const each = shares.map((share) => ({ share, ...taken(share.extras) }));
  const [runtime] = each.flatMap((one) => one.runtime ?? []);
  return {
    labels: merged(each.map(({ labels }) => labels)),
    names: foldedNames(shares),
    kernel: {
      sysctls: merged(each.map(({ kernel }) => kernel.sysctls)),
      ulimits: highest(each.flatMap(({ kernel }) => kernel.ulimits)),
    },
    ...weights,
    // A root has a /dev of its own.
    devices: each.flatMap(({ share, devices }) =>
      devices.map((device) => ({ ...device, path: `${rootOf(share.service)}${device.path}` })),
    ),
    securityOptions: unique(each.flatMap(({ securityOptions }) => securityOptions)),
    uploads: each.flatMap(({ share, uploads }) =>
      uploads.map((upload) => ({ ...upload, path: `${rootOf(share.service)}${upload.path}` })),
    ),
    input: false,
    hostNamespaces: unique(each.flatMap(({ hostNamespaces }) => hostNamespaces)),
    ...(runtime === undefined ? {} : { runtime }),
  };
}

function taken(extras: ExtrasPlan) {
  const { labels, names, kernel, devices, securityOptions, uploads, hostNamespaces, runtime, ...rest } = extras;
  // Limits are summed; what stands against an input and a log of its own is a warning.
  seenTo(rest, ["cpuset", "cpuShares", "reservedMiB", "input", "logging"]);
  const { sysctls, ulimits, ...others } = kernel;
  // Each root has a /dev/shm of its own.
  seenTo(others, ["shmMiB"]);
  return { labels, names, kernel: { sysctls, ulimits }, devices, securityOptions, uploads, hostNamespaces, runtime };
}

/** Services' names lead to loopback. A host name of its own is a warning. */
function foldedNames(shares: readonly Share[]): NamesPlan {
  const own = shares.flatMap(({ name, service }) => {
    const { attachment } = service.foreign.service;
    if (attachment.kind !== "networks") return [name];
    const { networks, links } = attachment;
    return [name, ...Object.values(networks).flatMap(({ aliases }) => aliases), ...Object.values(links).flat()];
  });
  const each = shares.map(({ extras: { names } }) => {
    const { hosts, dns, ...rest } = names;
    seenTo(rest, ["hostname", "domainname"]);
    const { servers, search, options, ...others } = dns;
    translated(others);
    return { hosts, servers, search, options };
  });
  const extra = new Map(each.flatMap(({ hosts }) => hosts.map((host) => [`${host.name}=${host.address}`, host])));
  return {
    hosts: [...unique(own).map((name) => ({ name, address: "127.0.0.1" })), ...extra.values()],
    dns: {
      servers: unique(each.flatMap(({ servers }) => servers)),
      search: unique(each.flatMap(({ search }) => search)),
      options: unique(each.flatMap(({ options }) => options)),
    },
  };
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

function merged(all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...all) as Readonly<Record<string, string>>;
}

/** One of each name, as high as any service has it. */
function highest(limits: KernelPlan["ulimits"]): KernelPlan["ulimits"] {
  const found = new Map<string, KernelPlan["ulimits"][number]>();
  for (const { name, soft, hard } of limits) {
    const before = found.get(name);
    const higher =
      before === undefined ? { soft, hard } : { soft: more(before.soft, soft), hard: more(before.hard, hard) };
    found.set(name, { name, ...higher });
  }
  return [...found.values()];
}

/** -1 is no limit. */
function more(a: number, b: number): number {
  return a < 0 || b < 0 ? -1 : Math.max(a, b);
}
