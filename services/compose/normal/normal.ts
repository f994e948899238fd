import { posix } from "node:path";
import {
  get,
  isNull,
  itemsOf,
  map,
  mapValues,
  record,
  scalar,
  textOf,
  withKey,
  type Entry,
  type MapTree,
  type Place,
  type Tree,
} from "../tree.ts";

/**
 * A project with what Compose adds by itself: the default network, names, a build's Dockerfile, and dependencies that follow from others.
 * @param name of the project
 */
export function normal(tree: MapTree, name: string): MapTree {
  const services = get(tree, "services");
  const known: MapTree = services?.kind === "map" ? services : map([], tree.at);
  const full = mapValues(known, (service) => (service.kind === "map" ? serviceOf(service) : service));
  const named = sections.reduce((result, section) => withNames(result, section, name), withKey(tree, "services", full));
  return withDefaultNetwork(withKey(named, "name", scalar(name, tree.at)), name);
}

const sections = ["networks", "volumes", "secrets", "configs"];

function serviceOf(service: MapTree): MapTree {
  return [built, pulled, hosted, published, delivered, mounted, networked, dependent].reduce(
    (result, change) => change(result),
    service,
  );
}

function built(service: MapTree): MapTree {
  const build = get(service, "build");
  if (build?.kind !== "map") return service;
  const inline = get(build, "dockerfile_inline") !== undefined;
  const dockerfile = get(build, "dockerfile") ?? (inline ? undefined : scalar("Dockerfile", build.at));
  return withKey(service, "build", dockerfile === undefined ? build : withKey(build, "dockerfile", dockerfile));
}

/** Hosts as `NAME=ADDRESS`, sorted by name. */
function hosted(service: MapTree): MapTree {
  const build = get(service, "build");
  const hosts = get(service, "extra_hosts");
  const withOwn = hosts?.kind === "map" ? withKey(service, "extra_hosts", hostList(hosts)) : service;
  const ofBuild = get(build, "extra_hosts");
  if (build?.kind !== "map" || ofBuild?.kind !== "map") return withOwn;
  return withKey(withOwn, "build", withKey(build, "extra_hosts", hostList(ofBuild)));
}

function hostList(hosts: MapTree): Tree {
  const names = [...hosts.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const items = names.flatMap(([name, { value }]) =>
    (value.kind === "list" ? value.items : [value]).map((one) => scalar(`${name}=${textOf(one) ?? ""}`, one.at)),
  );
  return { kind: "list", items, at: hosts.at };
}

/** Ports in the long form leave out what is usual. */
function published(service: MapTree): MapTree {
  return withItems(service, "ports", (port) => {
    const protocol = get(port, "protocol") ?? scalar("tcp", port.at);
    return withKey(withKey(port, "protocol", protocol), "mode", get(port, "mode") ?? scalar("ingress", port.at));
  });
}

function delivered(service: MapTree): MapTree {
  return withItems(service, "secrets", (secret) => {
    const source = textOf(get(secret, "source")) ?? "";
    return withKey(secret, "target", get(secret, "target") ?? scalar(`/run/secrets/${source}`, secret.at));
  });
}

function withItems(service: MapTree, key: string, change: (item: MapTree) => MapTree): MapTree {
  const found = get(service, key);
  if (found?.kind !== "list") return service;
  return withKey(service, key, { ...found, items: found.items.map((one) => (one.kind === "map" ? change(one) : one)) });
}

function pulled(service: MapTree): MapTree {
  const policy = get(service, "pull_policy");
  return textOf(policy) === "if_not_present" ? withKey(service, "pull_policy", scalar("missing", service.at)) : service;
}

function mounted(service: MapTree): MapTree {
  return withItems(service, "volumes", (volume) => {
    const target = textOf(get(volume, "target"));
    return target === undefined ? volume : withKey(volume, "target", scalar(cleaned(target), volume.at));
  });
}

function cleaned(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, "");
}

function networked(service: MapTree): MapTree {
  if (get(service, "network_mode") !== undefined || get(service, "provider") !== undefined) return service;
  const networks = get(service, "networks");
  const isEmpty =
    networks === undefined || isNull(networks) || (networks.kind === "map" && networks.entries.size === 0);
  return isEmpty ? withKey(service, "networks", record({ default: null }, service.at)) : service;
}

/** What shares a namespace with another service, or its volumes, starts after it. */
function dependent(service: MapTree): MapTree {
  const own = get(service, "depends_on");
  const found = new Map<string, Entry>(own?.kind === "map" ? own.entries : []);
  for (const { name, restart, at } of [...linked(service), ...sharing(service), ...borrowing(service)]) {
    if (found.has(name)) continue;
    found.set(name, { key: at, value: record({ condition: "service_started", restart, required: true }, at) });
  }
  return found.size === 0 ? service : withKey(service, "depends_on", map(found, own?.at ?? service.at));
}

/** A service that another starts after, although its `depends_on` does not say so. */
interface Needed {
  readonly name: string;
  /** Whether the other is started again with it. */
  readonly restart: boolean;
  readonly at: Place;
}

function linked(service: MapTree): readonly Needed[] {
  return itemsOf(get(service, "links")).map((link) => ({
    name: before(String(textOf(link))),
    restart: true,
    at: link.at,
  }));
}

/** Services whose namespaces it has. */
function sharing(service: MapTree): readonly Needed[] {
  return ["network_mode", "ipc", "pid", "uts", "cgroup"].flatMap((key) => {
    const value = get(service, key);
    const [, name] = /^service:(.*)$/.exec(textOf(value) ?? "") ?? [];
    return name === undefined || value === undefined ? [] : [{ name, restart: true, at: value.at }];
  });
}

/** Services whose volumes it has. */
function borrowing(service: MapTree): readonly Needed[] {
  return itemsOf(get(service, "volumes_from")).flatMap((from) => {
    const text = textOf(from) ?? "";
    return text.startsWith("container:") ? [] : [{ name: before(text), restart: false, at: from.at }];
  });
}

/** The text up to the first colon. */
function before(text: string): string {
  return text.split(":", 1)[0] ?? "";
}

/** What has no name of its own has the project's before its key, unless it is external. */
function withNames(tree: MapTree, section: string, project: string): MapTree {
  const all = get(tree, section);
  if (all?.kind !== "map") return tree;
  return withKey(
    tree,
    section,
    mapValues(all, (value, key, at) => {
      const resource = value.kind === "map" ? value : map([], at);
      if (get(resource, "name") !== undefined) return resource;
      const external = get(resource, "external");
      const isExternal = external?.kind === "scalar" && external.value === true;
      return withKey(resource, "name", scalar(isExternal ? key : `${project}_${key}`, at));
    }),
  );
}

function withDefaultNetwork(tree: MapTree, project: string): MapTree {
  const services = get(tree, "services");
  const isUsed =
    services?.kind === "map" &&
    [...services.entries.values()].some(({ value }) => get(get(value, "networks"), "default") !== undefined);
  const networks = get(tree, "networks");
  const own: MapTree = networks?.kind === "map" ? networks : map([], tree.at);
  if (!isUsed || own.entries.has("default")) return tree;
  const added = record({ name: `${project}_default` }, tree.at);
  return withKey(tree, "networks", withKey(own, "default", added));
}
