import type { ContainerPlan } from "../container-plan.ts";
import type { DeploymentPlan } from "../deployment-plan.ts";

/** What keeps containers running: a file of supervisors/ has the functions that talk to it. */
export type KeepingSupervisor = "s6" | "units";

/**
 * A system whose program runs one container in the foreground, and nothing else: what keeps it running, checks its health, writes its log and
 * connects it is ours, and the same for all such systems. See create.sh.
 */
export interface KeptSystem {
  readonly name: string;
  /** Folder with start.sh and clean.sh, other scripts that they need, and those that replace one of `lib`. Relative to the project. */
  readonly scripts: string;
  /** Signal at which its program stops the container, if that is not the container's own stop signal. @default it passes signals on */
  readonly downSignal?: string;
  /** How long the container's own program may take to be run. @default 10 */
  readonly startSeconds?: number;
  /** Controllers of cgroup v1 that its program needs, beside those with which containers are limited. @default none */
  readonly controllers?: readonly string[];
  /** Whether its guests have a name server of their own. @default the container gets one beside it */
  readonly resolvesInside?: boolean;
  /** The host name that a container gets for the one that it is meant to have. @default that one */
  readonly hostnameFor?: (meant: string) => string;
  /** @default s6 */
  readonly supervisor?: KeepingSupervisor;
  /** Cgroup of a container, below the root of cgroups. @default one that cgroups.sh makes */
  readonly cgroupOf?: (fullName: string) => string;
  /** The system's own files of a container, by path in its folder. Pure. */
  files(container: ContainerPlan, place: KeptPlace): Readonly<Record<string, string>>;
}

/** Where a container's parts are on the host. */
export interface KeptPlace {
  /** Its own folder, in memory. */
  readonly folder: string;
  /** Folder with its root file system, once it starts. */
  readonly root: string;
  /** Name of the network namespace that it runs in; undefined where it has none of the deployment's. */
  readonly networkNamespace: string | undefined;
  /** Folder with the files hosts, resolv.conf and hostname of its network. */
  readonly names: string;
  /** File of the IPC namespace that it shares with others; undefined if it shares none. */
  readonly ipcNamespace: string | undefined;
  /** Folders of the host with its volumes and delivered files, and how they are mounted. */
  readonly binds: readonly Bind[];
}

export interface Bind {
  readonly source: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** @default the system's */
  readonly propagation?: string;
}

/** The host name that a container is meant to have. */
export function hostnameOf({ fullName, extras }: ContainerPlan): string {
  return extras?.names.hostname ?? fullName;
}

/** Variables of a container: those of its plan, and its own name. */
export function variablesOf(container: ContainerPlan, hostname = hostnameOf(container)): readonly string[] {
  const all = { HOSTNAME: hostname, ...container.process.env };
  return Object.entries(all).map(([name, value]) => `${name}=${value}`);
}

/** Where a path of the host begins that holds what systems of this kind make. */
export const hostRun = "/run/container-approaches";
export const hostLib = "/var/lib/container-approaches";

/** Folder with a container's files, in memory: gone with a restart of the host, as the container is. */
export function containerFolder(system: string, fullName: string): string {
  return `${hostRun}/${system}/containers/${fullName}`;
}

export function networkFolder(system: string, fullName: string): string {
  return `${hostRun}/${system}/networks/${fullName}`;
}

/** Folder with a volume's labels, and its data. */
export function volumeFolder(system: string, fullName: string): string {
  return `${hostLib}/${system}/volumes/${fullName}`;
}

/** Folder with a container's writable layer and log, on a disk. */
export function diskFolder(system: string, fullName: string): string {
  return `${hostLib}/${system}/containers/${fullName}`;
}

/** Folder with the root file system of an image. @param reference `repository:tag`, where the tag is the hash of its content */
export function imageFolder(system: string, reference: string): string {
  return `${hostLib}/${system}/images/${reference.replaceAll("/", "+").replace(":", "@")}`;
}

/** What the plan of a deployment has by a name. @throws Error if it has none */
export function fullNameIn(
  plans: readonly { readonly name: string; readonly fullName: string }[],
  name: string,
): string {
  const found = plans.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the rendering refers to "${name}", which it does not plan`);
  return found.fullName;
}

/** @returns the reference of a container's image */
export function imageOf({ images }: Pick<DeploymentPlan, "images">, { image }: ContainerPlan): string {
  const found = images.find(({ name }) => name === image);
  if (found === undefined) throw new Error(`a container refers to the image "${image}", which is not planned`);
  return found.reference;
}
