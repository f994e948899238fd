import { ComposeFault } from "../fault.ts";
import { get, kindOf, list, record, scalar, textOf, withKey, type Tree } from "../tree.ts";

/** A device of the host in the long form. @throws ComposeFault */
export function device(tree: Tree): Tree {
  if (tree.kind !== "scalar") return tree;
  const parts = String(tree.value).split(":");
  const [source = "", target = source, permissions = "rwm"] = parts;
  if (parts.length > 3 || source === "") {
    throw new ComposeFault(
      tree.at,
      `the device is ${kindOf(tree)}`,
      "SOURCE:TARGET:PERMISSIONS, such as /dev/fuse:/dev/fuse:rwm",
    );
  }
  return record({ source, target, permissions }, tree.at);
}

/** How many graphics cards, as a list of one request. */
export function gpus(tree: Tree): Tree {
  return tree.kind === "scalar" ? list([record({ count: tree }, tree.at)], tree.at) : tree;
}

/** A request of devices: all of them are -1, and so are as many as nothing says. */
export function requested(tree: Tree): Tree {
  if (tree.kind !== "map") return tree;
  const count = get(tree, "count");
  const isAll = textOf(count) === "all" || (count === undefined && get(tree, "device_ids") === undefined);
  return isAll ? withKey(tree, "count", scalar(-1, count?.at ?? tree.at)) : tree;
}
