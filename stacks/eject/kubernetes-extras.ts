import type { Loss } from "../../errors/loss.ts";
import { translated, type ExtrasPlan, type KernelPlan, type UploadPlan } from "../container-plan.ts";
import type { Ejectable } from "./ejectable.ts";
import { entriesObject } from "./kubernetes-delivered.ts";
import { objectName } from "./kubernetes-meta.ts";
import { namesOf } from "./kubernetes-names.ts";
import type { Lost } from "./losing.ts";

/** What a container is sure to have. */
export type Requests = Pick<ExtrasPlan, "cpuShares" | "reservedMiB">;

/** Parts of a pod that a Compose file asks for, and its files as objects of their own. */
export interface PodExtras {
  readonly annotations: Readonly<Record<string, string>>;
  readonly pod: object;
  readonly podSecurity: object;
  readonly container: object;
  readonly security: object;
  readonly requests: Requests;
  readonly volumes: readonly object[];
  readonly volumeMounts: readonly object[];
  readonly objects: readonly object[];
}

const none: PodExtras = {
  annotations: {},
  pod: {},
  podSecurity: {},
  container: {},
  security: {},
  requests: {},
  volumes: [],
  volumeMounts: [],
  objects: [],
};

/** @param losses to which a line for each secret is added */
export function podExtras(
  name: string,
  extras: ExtrasPlan | undefined,
  plan: Ejectable,
  losses: Loss[],
  lost: Lost,
): PodExtras {
  if (extras === undefined) return none;
  const { labels, names, kernel, cpuset, cpuShares, reservedMiB, devices, ...more } = extras;
  const { securityOptions, uploads, input, logging, hostNamespaces, runtime, ...rest } = more;
  translated(rest);
  const { shmMiB, ...limits } = kernel;
  loseKernel(limits, lost);
  loseSettings({ cpuset, devices, logging }, lost);
  if (runtime !== undefined) lost(`runtime ${runtime}`, "the cluster needs a RuntimeClass with this name");
  const shm = shmMiB === undefined ? [] : [{ medium: "Memory", sizeLimit: `${shmMiB}Mi` }];
  const files = uploaded(name, uploads, plan, losses, lost);
  return {
    annotations: annotationsOf(labels, lost),
    pod: {
      ...namesOf(names, lost),
      ...Object.fromEntries(hostNamespaces.map((kind) => [hostKeys[kind], true])),
      ...(runtime === undefined ? {} : { runtimeClassName: objectName(runtime) }),
    },
    podSecurity: sysctlsOf(kernel.sysctls),
    container: input ? { stdin: true } : {},
    security: securityOf(securityOptions, lost),
    requests: { ...given("cpuShares", cpuShares), ...given("reservedMiB", reservedMiB) },
    volumes: [...files.volumes, ...shm.map((emptyDir) => ({ name: "shm", emptyDir }))],
    volumeMounts: [...files.mounts, ...shm.map(() => ({ name: "shm", mountPath: "/dev/shm" }))],
    objects: files.objects,
  };
}

const hostKeys = { ipc: "hostIPC", pid: "hostPID", userns: "hostUsers" } as const;

function loseKernel({ sysctls, ulimits, ...rest }: Omit<KernelPlan, "shmMiB">, lost: Lost): void {
  translated(rest);
  for (const { name, soft, hard } of ulimits)
    lost(`ulimit ${name} ${soft}:${hard}`, "the runtime of the node decides", "refused");
  for (const key of Object.keys(sysctls)) lost(`sysctl ${key}`, "the kubelet refuses the pod if it counts as unsafe");
}

function sysctlsOf(sysctls: KernelPlan["sysctls"]) {
  const listed = Object.entries(sysctls).map(([name, value]) => ({ name, value }));
  return listed.length === 0 ? {} : { sysctls: listed };
}

type Refused = Pick<ExtrasPlan, "devices"> & { readonly [Key in "cpuset" | "logging"]: ExtrasPlan[Key] | undefined };

function loseSettings({ cpuset, devices, logging }: Refused, lost: Lost): void {
  if (cpuset !== undefined) lost(`CPUs ${cpuset}`, "the kubelet decides which", "refused");
  for (const { source, path, permissions } of devices)
    lost(`device ${source} at ${path}, ${permissions}`, "a device plugin of the cluster has to give it", "refused");
  if (logging !== undefined)
    lost(`logs by ${logging.driver} ${JSON.stringify(logging.options)}`, "the kubelet has the logs", "refused");
}

function given<Key extends string>(key: Key, value: number | undefined): { readonly [Name in Key]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [Name in Key]: number });
}

/** Labels of the user become annotations, which take every value. */
function annotationsOf(labels: ExtrasPlan["labels"], lost: Lost): Readonly<Record<string, string>> {
  const [valid, invalid] = [[], []] as [[string, string][], string[]];
  for (const [key, value] of Object.entries(labels)) {
    if (/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[a-z0-9]([\w.-]{0,61}[a-z0-9])?$/i.test(key))
      valid.push([key, value]);
    else invalid.push(`${key}=${value}`);
  }
  if (valid.length > 0) lost(`labels ${valid.map(([key]) => key).join(", ")}`, "annotations of the pod");
  for (const label of invalid) lost(`label ${label}`, "Kubernetes takes no such key", "refused");
  return Object.fromEntries(valid);
}

function securityOf(options: readonly string[], lost: Lost) {
  const [known, unknown] = [{} as Record<string, object>, [] as string[]];
  for (const option of options) {
    if (/^seccomp[=:]unconfined$/.test(option)) known.seccompProfile = { type: "Unconfined" };
    else if (/^apparmor[=:]unconfined$/.test(option)) known.appArmorProfile = { type: "Unconfined" };
    else unknown.push(option);
  }
  for (const option of unknown)
    lost(`security option ${option}`, "give the pod a profile that the node has", "refused");
  return known;
}

/** Files that are written into a container, by a mount for each. */
function uploaded(name: string, uploads: readonly UploadPlan[], plan: Ejectable, losses: Loss[], lost: Lost) {
  const each = uploads.map(({ path, mode, content, ...rest }, index) => {
    translated(rest);
    lost(`owner of ${path}`, "root and the pod's group, and it cannot be written to");
    const volume = objectName(`${name}-file-${index + 1}`);
    const secret = "secret" in content;
    const kept = secret ? content : { base64: Buffer.from(content.text).toString("base64") };
    const items = [{ key: "file", path: "file", mode: mode | ((mode & 0o700) >> 3) }];
    return {
      object: entriesObject(volume, secret, [{ key: "file", content: kept }], plan, losses),
      volume: {
        name: volume,
        ...(secret ? { secret: { secretName: volume, items } } : { configMap: { name: volume, items } }),
      },
      mount: { name: volume, mountPath: path, subPath: "file", readOnly: true },
    };
  });
  return {
    objects: each.map((one) => one.object),
    volumes: each.map((one) => one.volume),
    mounts: each.map((one) => one.mount),
  };
}
