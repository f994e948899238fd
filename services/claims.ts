import type { Service } from "./contract.ts";

/** What a service puts into its container's file system. Services that share a file system can have only one of each place. */
export interface Claim {
  readonly kind: "file" | "scratch" | "volume" | "config" | "secret";
  /** Who makes it, such as the service's name. */
  readonly of: string;
  /** Such as `the file /a`. */
  readonly what: string;
  /** Absolute path. */
  readonly path: string;
  /** Claims of two services with the same kind, path and content are one. @default it is like no other */
  readonly content?: string;
}

/** Folder of the files that secrets are given in. */
const secretsFolder = "/run/secrets";

/** Everything that a service puts into its container's file system. */
export function claimsOf<File extends { readonly path: string }>(
  { name: of, files, scratch, volumes, configs = [], secrets = {} }: Service<File>,
  contentOf: (file: File) => string | undefined = () => undefined,
): Claim[] {
  return [
    ...files.map((file) => {
      const content = contentOf(file);
      const claim = { kind: "file", of, what: `the file ${file.path}`, path: file.path } as const;
      return content === undefined ? claim : { ...claim, content };
    }),
    ...scratch.map(({ path }) => ({ kind: "scratch", of, what: `the scratch folder ${path}`, path }) as const),
    ...volumes.map(({ name, path, readOnly = false }) => {
      const what = `the ${readOnly ? "read-only volume" : "volume"} ${name} at ${path}`;
      return { kind: "volume", of, what, path, content: JSON.stringify([name, readOnly]) } as const;
    }),
    ...configs.map(({ path }) => ({ kind: "config", of, what: `the configuration ${path}`, path }) as const),
    ...Object.entries(secrets).map(([secret, { file = secret }]) => {
      const path = `${secretsFolder}/${file}`;
      return { kind: "secret", of, what: `the secret ${secret} as ${path}`, path } as const;
    }),
  ];
}

/** Whether a path is another, or is below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? folder : `${folder}/`);
}

/**
 * Whether two claims cannot stand in one file system: at the same path, or one below the other. A mount would hide what is below it, and
 * nothing can be below a file.
 */
export function clash(one: Claim, other: Claim): boolean {
  if (one.path !== other.path) return isWithin(one.path, other.path) || isWithin(other.path, one.path);
  const same = one.kind === other.kind && one.content !== undefined && one.content === other.content;
  return one.of === other.of || !same;
}

/** The first two claims that clash. @param mayStand pairs that may stand all the same. @default none */
export function firstClash(
  claims: readonly Claim[],
  mayStand: (one: Claim, other: Claim) => boolean = () => false,
): readonly [Claim, Claim] | undefined {
  for (const [index, one] of claims.entries()) {
    const other = claims.slice(index + 1).find((later) => clash(one, later) && !mayStand(one, later));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

/** Paths that belong to the kernel, to Docker or to the deployment; and what is below them. */
const reserved = [
  ...["/proc", "/sys", "/dev", "/tmp", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"],
  ...[secretsFolder, "/run/container-approaches", "/opt/container-approaches", "/var/lib/container-approaches"],
];

/** Folders without which no program starts. Files can be added to them, but a mount would hide what is there. */
const system = ["/bin", "/sbin", "/lib", "/usr/bin", "/usr/sbin", "/usr/lib"];

/** Why a claim cannot be: the reserved path that it is at, below, or in the way of; undefined if it can be. */
export function reservedBy({ kind, path }: Claim): string | undefined {
  if (kind === "secret") return undefined;
  if (path === "/") return "/";
  const mount = kind !== "file";
  const inTheWay = reserved.find((place) => isWithin(path, place) || isWithin(place, path));
  return inTheWay ?? (mount ? system.find((place) => isWithin(place, path)) : undefined);
}
