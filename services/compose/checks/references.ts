import { ComposeFault } from "../fault.ts";
import { get, itemsOf, textOf, type MapTree, type Place } from "../tree.ts";

/** Networks of a service are defined, and are not beside another network. @throws ComposeFault */
export function checkNetworks(name: string, service: MapTree, tree: MapTree): void {
  const [mode, networks] = [get(service, "network_mode"), get(service, "networks")];
  if (mode !== undefined && networks?.kind === "map" && networks.entries.size > 0) {
    throw new ComposeFault(mode.at, `the service ${name} has network_mode and networks`, "one of them");
  }
  if (networks?.kind !== "map") return;
  for (const [network, { key }] of networks.entries) known(network, key, tree, "networks", "network", name);
}

/**
 * What a service waits for is there.
 * @param off names of services that no profile has switched on
 * @throws ComposeFault
 */
export function checkDependencies(name: string, service: MapTree, services: MapTree, off: ReadonlySet<string>): void {
  const dependencies = get(service, "depends_on");
  if (dependencies?.kind !== "map") return;
  for (const [needed, { key, value }] of dependencies.entries) {
    if (services.entries.has(needed)) continue;
    const required = get(value, "required");
    const isRequired = !(required?.kind === "scalar" && required.value === false);
    if (!isRequired && off.has(needed)) continue;
    const why = off.has(needed) ? ", which no profile has switched on" : ", which is not defined";
    const names = [...services.entries.keys()].filter((one) => one !== name).join(", ");
    throw new ComposeFault(
      key,
      `the service ${name} depends on ${needed}${why}`,
      names === "" ? "no dependency" : names,
      off.has(needed) ? "--profile NAME, or required: false" : "change it there",
    );
  }
}

/** Volumes of a service are defined, and no two mounts are at one path. @throws ComposeFault */
export function checkMounts(name: string, service: MapTree, tree: MapTree): void {
  const places = new Map<string, Place>();
  const mount = (target: string, at: Place) => {
    const path = target.replace(/(?<=.)\/+$/, "");
    const before = places.get(path);
    if (before !== undefined) {
      throw new ComposeFault(
        at,
        `the service ${name} mounts ${path} twice: it stands in line ${before.line} as well`,
        "one mount for each path",
      );
    }
    places.set(path, at);
  };
  for (const one of itemsOf(get(service, "tmpfs"))) mount((textOf(one) ?? "").split(":", 1)[0] ?? "", one.at);
  for (const one of itemsOf(get(service, "volumes"))) {
    const source = textOf(get(one, "source"));
    if (textOf(get(one, "type")) === "volume" && source !== undefined)
      known(source, one.at, tree, "volumes", "volume", name);
    mount(textOf(get(one, "target")) ?? "", one.at);
  }
}

/** Secrets and configs of a service are defined. @throws ComposeFault */
export function checkDelivered(name: string, service: MapTree, tree: MapTree): void {
  for (const [section, kind] of [
    ["secrets", "secret"],
    ["configs", "config"],
  ] as const) {
    for (const one of itemsOf(get(service, section)))
      known(textOf(get(one, "source")) ?? "", one.at, tree, section, kind, name);
  }
}

function known(wanted: string, at: Place, tree: MapTree, section: string, kind: string, service: string): void {
  const all = get(tree, section);
  const names = all?.kind === "map" ? [...all.entries.keys()] : [];
  if (names.includes(wanted)) return;
  const allowed = names.length === 0 ? `a ${kind} below ${section}: at the top` : names.join(", ");
  throw new ComposeFault(at, `the service ${service} has the ${kind} ${wanted}, which is not defined`, allowed);
}
