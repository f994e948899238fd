import { ComposeFault } from "./fault.ts";
import { ByPath, item, shown, type Path } from "./paths.ts";
import {
  get,
  isNull,
  kindOf,
  list,
  map,
  mapValues,
  scalar,
  textOf,
  type Entry,
  type ListTree,
  type MapTree,
  type Tree,
} from "./tree.ts";
import { unique } from "./unique.ts";

/** How a value of a later file meets one of an earlier file. */
type Meeting = (base: Tree, over: Tree, path: Path) => Tree;

const replaced: Meeting = (_, over) => over;

/** Of two drivers the options do not belong together. */
const logging: Meeting = (base, over, path) => {
  const [one, other] = [textOf(get(base, "driver")), textOf(get(over, "driver"))];
  return one === undefined || other === undefined || one === other ? joined(base, over, path) : over;
};

const limit: Meeting = (base, over, path) =>
  base.kind === "map" && over.kind === "map" ? joined(base, over, path) : over;

const meetings = new ByPath<Meeting>({
  "services.*.command": replaced,
  "services.*.entrypoint": replaced,
  "services.*.healthcheck.test": replaced,
  "services.*.logging": logging,
  "services.*.ulimits.*": limit,
  "services.*.environment.*": replaced,
  "services.*.build.args.*": replaced,
  "services.*.labels.*": replaced,
  "services.*.annotations.*": replaced,
  "networks.*.ipam.config": subnets,
});

/**
 * What a file says over an earlier one, both in the long form: mappings are joined key by key, lists one after the other without what is said
 * again, and of two other values the later counts.
 * @throws ComposeFault if one is a list and the other is not, or such
 */
export function merged(base: MapTree, over: MapTree, path: Path = []): MapTree {
  const result = meeting(base, over, path);
  if (result.kind !== "map") throw new ComposeFault(over.at, "the file is no mapping", "keys such as services:");
  return result;
}

function meeting(base: Tree, over: Tree, path: Path): Tree {
  if (over.tag === "override") return withoutTags(over) ?? over;
  const special = meetings.at(path);
  // A variable without a value stands for the shell's, and a command without one for the image's.
  if (isNull(over)) return special === replaced ? over : base;
  return special === undefined ? joined(base, over, path) : special(base, over, path);
}

function joined(base: Tree, over: Tree, path: Path): Tree {
  if (isNull(base)) return over;
  if (base.kind === "map" && over.kind === "map") return maps(base, over, path);
  if (base.kind === "list" && over.kind === "list") return lists(base, over, path);
  if (base.kind === "scalar" && over.kind === "scalar") return over;
  throw new ComposeFault(
    over.at,
    `${shown(path)} is ${kindOf(over)}, and before it is ${kindOf(base)}`,
    "the same kind of value in both",
  );
}

function maps(base: MapTree, over: MapTree, path: Path): MapTree {
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, entry] of over.entries) {
    if (entry.value.tag === "reset") {
      entries.delete(key);
      continue;
    }
    const before = entries.get(key);
    entries.set(
      key,
      before === undefined ? entry : { key: entry.key, value: meeting(before.value, entry.value, [...path, key]) },
    );
  }
  return map(entries, over.at);
}

function lists(base: ListTree, over: ListTree, path: Path): ListTree {
  return unique(list([...base.items, ...over.items.filter(({ tag }) => tag !== "reset")], over.at), path);
}

/** Address ranges of a network: those of one subnet are joined. */
function subnets(base: Tree, over: Tree, path: Path): Tree {
  if (base.kind !== "list" || over.kind !== "list") return joined(base, over, path);
  const subnet = (tree: Tree) => textOf(get(tree, "subnet"));
  const rest = over.items.filter((one) => !base.items.some((before) => subnet(before) === subnet(one)));
  const items = base.items.map((before) => {
    const same = over.items.find((one) => subnet(one) === subnet(before));
    return same === undefined ? before : joined(before, same, [...path, item]);
  });
  return list([...items, ...rest], over.at);
}

/** A tree for which there is no earlier file: what is reset is gone, and what is to replace something stands. @returns undefined if all is reset */
export function withoutTags(tree: Tree): Tree | undefined {
  if (tree.tag === "reset") return undefined;
  if (tree.kind === "map") {
    const { entries, at } = mapValues(tree, (value) => withoutTags(value));
    return map(entries, at);
  }
  if (tree.kind === "list")
    return list(
      tree.items.flatMap((one) => withoutTags(one) ?? []),
      tree.at,
    );
  const bare = scalar(tree.value, tree.at);
  return tree.float === undefined ? bare : { ...bare, float: tree.float };
}
