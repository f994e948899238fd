import { get, mapValues, textOf, withKey, type MapTree, type Tree } from "./tree.ts";

/** A project, and the names of services that no profile has switched on. */
export interface Profiled {
  readonly tree: MapTree;
  readonly off: ReadonlySet<string>;
}

/** Leaves out services whose profiles are all off. @param profiles those that are on; `*` is all of them */
export function profiled(tree: MapTree, profiles: readonly string[]): Profiled {
  const services = get(tree, "services");
  if (services?.kind !== "map") return { tree, off: new Set() };
  const isOn = (service: Tree) => {
    const own = get(service, "profiles");
    if (own?.kind !== "list" || own.items.length === 0) return true;
    return own.items.some((one) => profiles.includes(textOf(one) ?? "") || profiles.includes("*"));
  };
  const off = new Set([...services.entries].filter(([, { value }]) => !isOn(value)).map(([name]) => name));
  return {
    tree: withKey(
      tree,
      "services",
      mapValues(services, (value, name) => (off.has(name) ? undefined : value)),
    ),
    off,
  };
}
