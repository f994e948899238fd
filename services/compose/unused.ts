import { get, mapValues, textOf, withKey, withoutKeys, type MapTree, type Tree } from "./tree.ts";

/** A project without the networks, volumes, secrets and configs that none of its services uses. */
export function withoutUnused(tree: MapTree): MapTree {
  const services = get(tree, "services");
  const all = services?.kind === "map" ? [...services.entries.values()].map(({ value }) => value) : [];
  const used: Readonly<Record<string, ReadonlySet<string>>> = {
    networks: new Set(all.flatMap((service) => keysOf(get(service, "networks")))),
    volumes: new Set(all.flatMap((service) => sourcesOf(get(service, "volumes")))),
    secrets: new Set(
      all.flatMap((service) => [get(service, "secrets"), get(get(service, "build"), "secrets")].flatMap(sourcesOf)),
    ),
    configs: new Set(all.flatMap((service) => sourcesOf(get(service, "configs")))),
  };
  return Object.entries(used).reduce((result, [section, names]) => {
    const declared = get(result, section);
    if (declared?.kind !== "map") return result;
    const left = mapValues(declared, (value, name) => (names.has(name) ? value : undefined));
    return left.entries.size === 0 ? withoutKeys(result, section) : withKey(result, section, left);
  }, tree);
}

function keysOf(tree: Tree | undefined): readonly string[] {
  return tree?.kind === "map" ? [...tree.entries.keys()] : [];
}

function sourcesOf(tree: Tree | undefined): readonly string[] {
  return tree?.kind === "list" ? tree.items.flatMap((one) => textOf(get(one, "source")) ?? []) : [];
}
