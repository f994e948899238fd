import { ComposeFault } from "../fault.ts";
import { get, type MapTree } from "../tree.ts";

/**
 * Each secret or config has one source.
 * @param keys that name one
 * @throws ComposeFault
 */
export function checkSources(tree: MapTree, section: string, keys: readonly string[]): void {
  const all = get(tree, section);
  if (all?.kind !== "map") return;
  for (const [name, { key, value }] of all.entries) {
    const given = keys.filter((one) => get(value, one) !== undefined);
    const external = get(value, "external");
    const isElsewhere = (external?.kind === "scalar" && external.value === true) || get(value, "driver") !== undefined;
    if (given.length === 1 || (given.length === 0 && isElsewhere)) continue;
    const found = given.length === 0 ? "names no source" : `has ${given.join(" and ")}`;
    throw new ComposeFault(key, `${section}.${name} ${found}`, `one of ${keys.join(", ")}`);
  }
}

/** A volume of another project is described there, and not here. @throws ComposeFault */
export function checkExternal(tree: MapTree): void {
  const volumes = get(tree, "volumes");
  if (volumes?.kind !== "map") return;
  for (const [name, { key, value }] of volumes.entries) {
    const external = get(value, "external");
    if (value.kind !== "map" || external?.kind !== "scalar" || external.value !== true) continue;
    const more = [...value.entries.keys()].find((one) => one !== "name" && one !== "external" && !one.startsWith("x-"));
    if (more !== undefined)
      throw new ComposeFault(
        key,
        `the volume ${name} is external, and has ${more}`,
        "name, and nothing else: it is made elsewhere",
      );
  }
}
