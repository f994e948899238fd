import { containersOf, type Deployment } from "../../deployment.ts";
import type { Tools } from "../../tools.ts";

/** What `docker inspect` shows of a container that its creator decides. */
export interface Created {
  readonly Config: Readonly<Record<string, unknown>> & { readonly Image: string };
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
  readonly Mounts?: readonly { readonly Source?: string }[];
}

/** How much is said to run a deployment. */
export interface RunSettings {
  readonly all: number;
  /** Those that name a mechanism of the kernel. */
  readonly ofKernel: number;
}

/** Given by Docker, or by this project to find its own things. */
const notCounted = new Set(["Hostname", "Image", "Labels", "ContainerIDFile"]);
/** A command is one setting, however many words it has. */
const oneSetting = new Set(["Cmd", "Entrypoint", "Test"]);

/**
 * How much has to be said to run a deployment, beyond its images: the settings in which each container differs from one that is created
 * from the same image without any, every network, and every container that is attached to a further one.
 */
export async function runSettings(deployment: Deployment, tools: Tools): Promise<RunSettings> {
  const networks = new Set<string>();
  let [total, kernel] = [0, 0];
  for (const name of containersOf(deployment)) {
    const created = await inspected(tools, name);
    const plain = await withoutSettings(tools, name, created.Config.Image);
    const attached = Object.keys(created.NetworkSettings.Networks);
    for (const network of attached) networks.add(network);
    total += settingsBeyond(plain, created) + Math.max(0, attached.length - 1);
    kernel += kernelSettingsBeyond(plain, created);
  }
  return { all: total + networks.size, ofKernel: kernel };
}

/** Number of settings in which a container differs from a plain one of the same image. */
export function settingsBeyond(plain: Created, created: Created): number {
  return beyond(plain.Config, created.Config) + beyond(plain.HostConfig, created.HostConfig);
}

/** Settings that name a mechanism of the kernel, so that one has to know it: capabilities, namespaces, cgroups, tmpfs, filters. */
const ofKernel = [
  ...["CapAdd", "CapDrop", "SecurityOpt", "Privileged", "Tmpfs", "Ulimits", "Sysctls", "CgroupParent", "CgroupnsMode"],
  ...[
    "Cgroup",
    "PidMode",
    "IpcMode",
    "UTSMode",
    "UsernsMode",
    "Devices",
    "DeviceCgroupRules",
    "OomScoreAdj",
    "ShmSize",
  ],
];

/** Number of those that name a mechanism of the kernel, and mounts of the kernel's own file systems. */
export function kernelSettingsBeyond(plain: Created, { HostConfig, Mounts = [] }: Created): number {
  const named = ofKernel.map((name) => beyond(plain.HostConfig[name], HostConfig[name], name));
  const mounted = Mounts.filter(({ Source = "" }) => /^\/(?:sys|proc|dev)(?:\/|$)/.test(Source));
  return named.reduce((sum, count) => sum + count, 0) + mounted.length;
}

function beyond(plain: unknown, given: unknown, name = ""): number {
  if (notCounted.has(name) || isUnset(given) || JSON.stringify(plain) === JSON.stringify(given)) return 0;
  if (Array.isArray(given)) {
    if (oneSetting.has(name)) return 1;
    const known = new Set((Array.isArray(plain) ? plain : []).map((one) => JSON.stringify(one)));
    return given.filter((one) => !known.has(JSON.stringify(one))).length;
  }
  if (typeof given !== "object" || given === null) return 1;
  const entries = new Map<string, unknown>(Object.entries(plain ?? {}));
  const counts = Object.entries(given).map(([key, value]) =>
    isEmptyMark(value) && !entries.has(key) ? 1 : beyond(entries.get(key), value, key),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Docker shows what is not set as any of these. */
function isUnset(value: unknown): boolean {
  return value === null || value === undefined || value === "" || value === 0 || value === false;
}

/** A key alone is a setting: `ExposedPorts: { "8080/tcp": {} }`, `Tmpfs: { "/run": "" }`. */
function isEmptyMark(value: unknown): boolean {
  return value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}

async function inspected({ api }: Tools, name: string): Promise<Created> {
  return (await api.call("GET", `/containers/${name}/json`)) as Created;
}

async function withoutSettings(tools: Tools, name: string, image: string): Promise<Created> {
  const plain = `${name}-plain`;
  await tools.docker.run(["create", "--name", plain, ...tools.labels, image], { signal: tools.signal });
  try {
    return await inspected(tools, plain);
  } finally {
    await tools.docker.attempt(["rm", "--force", "--volumes", plain]);
  }
}
