import { ComposeFault } from "../fault.ts";
import { kindOf, list, map, scalar, type Tree } from "../tree.ts";

/**
 * Further hosts as a mapping of names to lists of addresses.
 * @param tree with `NAME:ADDRESS`, `NAME=ADDRESS`, or a mapping of names to an address or a list of them
 * @throws ComposeFault
 */
export function hosts(tree: Tree): Tree {
  const found = new Map<string, Tree[]>();
  const add = (name: string, ...addresses: readonly Tree[]) =>
    found.set(name, [...(found.get(name) ?? []), ...addresses]);
  if (tree.kind === "map") {
    for (const [name, { value }] of tree.entries) add(name, ...(value.kind === "list" ? value.items : [value]));
  }
  if (tree.kind === "list") {
    for (const one of tree.items) {
      const text = String(one.kind === "scalar" ? one.value : "");
      const [, name = "", address = ""] = /^([^=:]+)[=:](.+)$/.exec(text) ?? [];
      if (address === "") throw new ComposeFault(one.at, `the host is ${kindOf(one)}`, "NAME=ADDRESS or NAME:ADDRESS");
      add(name, scalar(address.replace(/^\[(.*)\]$/, "$1"), one.at));
    }
  }
  return map(
    [...found].map(([name, addresses]) => [name, { key: tree.at, value: list(addresses, tree.at) }] as const),
    tree.at,
  );
}
