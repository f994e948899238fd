import { ByPath, item, type Path } from "./paths.ts";
import { get, mapValues, stringOf, textOf, type ListTree, type Tree } from "./tree.ts";

/** What two items of a list have in common if the later one replaces the earlier. @returns undefined if it never does */
type Key = (tree: Tree) => string | undefined;

const whole: Key = (tree) => (tree.kind === "scalar" ? String(tree.value) : undefined);
const nameOf: Key = (tree) => whole(tree)?.split("=", 1)[0];
const target: Key = (tree) => textOf(get(tree, "target"));
const delivered: (folder: string) => Key = (folder) => (tree) =>
  textOf(get(tree, "target")) ?? `${folder}/${textOf(get(tree, "source")) ?? ""}`;

const port: Key = (tree) => {
  const part = (name: string, otherwise: string) => {
    const found = get(tree, name);
    return found === undefined ? otherwise : stringOf(found);
  };
  return `${part("host_ip", "0.0.0.0")}:${part("published", "")}:${part("target", "")}/${part("protocol", "tcp")}`;
};

const keys = new ByPath<Key>({
  "services.*.build.tags": nameOf,
  "services.*.cap_add": nameOf,
  "services.*.cap_drop": nameOf,
  "services.*.configs": delivered(""),
  "services.*.devices": target,
  "services.*.dns": nameOf,
  "services.*.dns_opt": nameOf,
  "services.*.dns_search": nameOf,
  "services.*.env_file": (tree) => textOf(get(tree, "path")),
  "services.*.expose": whole,
  "services.*.extra_hosts.*": whole,
  "services.*.links": nameOf,
  "services.*.networks.*.aliases": nameOf,
  "services.*.networks.*.link_local_ips": nameOf,
  "services.*.ports": port,
  "services.*.profiles": nameOf,
  "services.*.secrets": delivered("/run/secrets"),
  "services.*.tmpfs": nameOf,
  "services.*.volumes": target,
});

/** A list without what is said again: the later item takes the place of the earlier. */
export function unique(tree: ListTree, path: Path): ListTree {
  const key = keys.at(path);
  if (key === undefined) return tree;
  const found = new Map<string | number, Tree>();
  for (const [index, one] of tree.items.entries()) found.set(key(one) ?? index, one);
  return { ...tree, items: [...found.values()] };
}

/** The same for every list of a file. */
export function allUnique(tree: Tree, path: Path = []): Tree {
  if (tree.kind === "map") return mapValues(tree, (value, key) => allUnique(value, [...path, key]));
  if (tree.kind !== "list") return tree;
  return unique({ ...tree, items: tree.items.map((one) => allUnique(one, [...path, item])) }, path);
}
