import { ComposeFault } from "../compose/fault.ts";
import { get, type MapTree, type Tree } from "../compose/tree.ts";
import type { ForeignMount } from "./contract.ts";
import { flag, items, number, text, texts } from "./values.ts";

/** Volumes, folders and memory of a service, with those that it takes over from others. */
export function mountsOf(service: MapTree, project: MapTree): readonly ForeignMount[] {
  const own = [
    ...items(service, "volumes").map(mountOf),
    ...(texts(service, "tmpfs") ?? []).map(memory),
    ...(flag(service, "use_api_socket") === true ? [apiSocket] : []),
  ];
  const paths = new Set(own.map(({ path }) => path));
  const taken = (texts(service, "volumes_from") ?? []).flatMap((from) => takenOver(from, service, project));
  // Its own mounts win over those of others.
  return [...own, ...taken.filter(({ path }) => !paths.has(path))];
}

/** Where clients in a container look for Docker. */
const socket = "/var/run/docker.sock";
const apiSocket = { kind: "bind", source: socket, path: socket, readOnly: false, creates: false } as const;

function mountOf(mount: Tree): ForeignMount {
  const target = { path: text(mount, "target") ?? "/", readOnly: flag(mount, "read_only") ?? false };
  const type = text(mount, "type");
  if (type === "bind") return folder(mount, target);
  if (type === "tmpfs") return sizedMemory(mount, target);
  if (type === "volume") return volume(mount, target);
  throw new ComposeFault(
    mount.at,
    `the mount at ${target.path} is of the type ${type ?? "that is missing"}`,
    "bind, volume or tmpfs",
  );
}

/** Where something is mounted, and how. */
interface Target {
  readonly path: string;
  readonly readOnly: boolean;
}

function folder(mount: Tree, target: Target): ForeignMount {
  const bind = get(mount, "bind");
  const [propagation, selinux] = [text(bind, "propagation"), text(bind, "selinux")];
  return {
    kind: "bind",
    source: text(mount, "source") ?? "",
    ...target,
    creates: flag(bind, "create_host_path") ?? true,
    ...(propagation === undefined ? {} : { propagation }),
    ...(selinux === undefined ? {} : { selinux }),
  };
}

function sizedMemory(mount: Tree, { path, readOnly }: Target): ForeignMount {
  const options = get(mount, "tmpfs");
  const [size, mode] = [number(options, "size"), number(options, "mode")];
  const words = [
    ...(size === undefined ? [] : [`size=${size}`]),
    ...(mode === undefined ? [] : [`mode=${mode.toString(8)}`]),
    ...(readOnly ? ["ro"] : []),
  ];
  return { kind: "tmpfs", path, options: words.join(",") };
}

function volume(mount: Tree, target: Target): ForeignMount {
  const subpath = text(get(mount, "volume"), "subpath");
  return {
    kind: "volume",
    volume: text(mount, "source"),
    ...target,
    copies: !(flag(get(mount, "volume"), "nocopy") ?? false),
    ...(subpath === undefined ? {} : { subpath }),
  };
}

/** @param written such as `/run:mode=755,size=64m` */
function memory(written: string): ForeignMount {
  const colon = written.indexOf(":");
  return {
    kind: "tmpfs",
    path: colon < 0 ? written : written.slice(0, colon),
    options: colon < 0 ? "" : written.slice(colon + 1),
  };
}

function takenOver(from: string, service: MapTree, project: MapTree): readonly ForeignMount[] {
  const at = get(service, "volumes_from")?.at ?? service.at;
  if (from.startsWith("container:"))
    throw new ComposeFault(at, `volumes_from names ${from}`, "a service of this project");
  const [other = "", mode] = from.split(":");
  const found = get(get(project, "services"), other);
  if (found?.kind !== "map")
    throw new ComposeFault(at, `volumes_from names ${other}, which is no service`, "a service of this project");
  return mountsOf(found, project)
    .filter(({ kind }) => kind !== "tmpfs")
    .map((mount) => (mount.kind === "tmpfs" ? mount : { ...mount, readOnly: mount.readOnly || mode === "ro" }));
}
