import type { Service } from "../../../services/contract.ts";

/** The kinds of things that a service has at a path. */
export const kinds = ["file", "scratch", "volume", "config", "secret"] as const;
export type Kind = (typeof kinds)[number];

/** How a path is to another one: the same, below it, or above it. */
export const relations = ["same", "below", "above"] as const;
export type Relation = (typeof relations)[number];

/** Something of a kind at a path. */
export interface Placed {
  readonly kind: Kind;
  readonly path: string;
}

type Part = Pick<Service, "files" | "scratch" | "volumes"> & {
  readonly configs: readonly { readonly path: string }[];
  readonly secrets: NonNullable<Service["secrets"]>;
};

/**
 * The fields of a service that has these, before its files are read: a path is all that conflicts are about.
 * @param of part of the names of volumes and secrets, which differ unless they are to be the same
 */
export function fieldsWith(placed: readonly Placed[], of = "own"): Part {
  const at = (kind: Kind) => placed.filter((one) => one.kind === kind).map(({ path }) => path);
  return {
    files: at("file").map((path) => ({ path, mode: 0o644, content: of })),
    scratch: at("scratch").map((path) => ({ path, sizeMiB: 1 })),
    volumes: at("volume").map((path, index) => ({ name: `${of}${index}`, path })),
    configs: at("config").map((path) => ({ path })),
    secrets: Object.fromEntries(
      at("secret").map((path, index) => [`${of}${index}`, { file: path.slice("/run/secrets/".length) }]),
    ),
  };
}

/** The folder that a kind is put into for a test: secrets can be in one only. */
export function folderOf(kinds: readonly Kind[]): string {
  return kinds.includes("secret") ? "/run/secrets/x" : "/srv/x";
}

/** Two paths that are so to each other. */
export function related(path: string, relation: Relation): readonly [string, string] {
  if (relation === "same") return [path, path];
  return relation === "below" ? [`${path}/deep/er`, path] : [path, `${path}/deep/er`];
}
