import { translated, type DeliveredMount, type HostMount, type Mount } from "../container-plan.ts";
import type { VolumePlan } from "../contract.ts";
import { tmpfsOptions } from "../rendering/tmpfs.ts";
import type { Lost } from "./losing.ts";
import { keyOr, raw, type Pair } from "./quadlet-unit.ts";

/** What a mount needs to know of the rest. */
export interface MountContext {
  /** Folder that all files were written into, as systemd has it. */
  readonly root: string;
  readonly volumes: readonly VolumePlan[];
  readonly lost: Lost;
}

/** The line of a mount: `Tmpfs` for folders in memory, `Volume` for all others. */
export function mountPairs(mount: Mount, context: MountContext): readonly Pair[] {
  switch (mount.kind) {
    case "scratch":
      return [keyOr("Tmpfs", "tmpfs", `${mount.path}:${tmpfsOptions(mount)}`)];
    case "memory": {
      const { path, options, ...rest } = mount;
      translated(rest);
      return [keyOr("Tmpfs", "tmpfs", options === "" ? path : `${path}:${options}`)];
    }
    case "volume": {
      const { volume, path, readOnly, ...rest } = mount;
      translated(rest);
      const plan = context.volumes.find(({ name }) => name === volume);
      const source = plan?.external === true ? raw(plan.fullName) : `${volume}.volume`;
      // Only the key knows units, so the path has to fit it.
      return volumePair(source, path, readOnly ? ["ro"] : [], context.lost);
    }
    case "host":
      return hostPair(mount, context.lost);
    case "delivered":
      return deliveredPair(mount, context);
  }
}

function hostPair({ source, path, readOnly, propagation, ...rest }: HostMount, lost: Lost): readonly Pair[] {
  translated(rest);
  const options = [...(readOnly ? ["ro"] : []), ...(propagation === undefined ? [] : [propagation])];
  if (source.includes(":")) {
    lost(`the folder ${source}`, "podman splits it at the colon", "refused");
    return [];
  }
  const value = [source, path, ...(options.length === 0 ? [] : [options.join(",")])].join(":");
  return path.includes(":") ? colon(path, lost) : [keyOr("Volume", "volume", value)];
}

function deliveredPair(mount: DeliveredMount, { root, lost }: MountContext): readonly Pair[] {
  const { name, path, storage, files, ...rest } = mount;
  translated(rest);
  const what = storage === "memory" ? "secrets" : "configuration";
  const listed = files.map(({ path: file, owner, mode, content, reader, ...others }) => {
    translated(others);
    const kept = "secret" in content ? "secret" : "written";
    return `${file} (${kept}, owner ${owner.uid}:${owner.gid}, mode ${mode.toString(8).padStart(4, "0")}, for ${reader})`;
  });
  lost(
    `${what} in ${path}`,
    `they are in ${root}/delivered/${name}: give ${listed.join(", ")} these owners and modes; none is restarted when they change`,
  );
  return volumePair(`${root}/delivered/${raw(name)}`, path, ["ro"], lost);
}

function volumePair(source: string, path: string, options: readonly string[], lost: Lost): readonly Pair[] {
  if (path.includes(":") || !/^[^"'\\\p{Cc}]+$/u.test(path)) return colon(path, lost);
  return [["Volume", [source, raw(path), ...(options.length === 0 ? [] : [options.join(",")])].join(":")]];
}

function colon(path: string, lost: Lost): readonly Pair[] {
  lost(`the mount at ${JSON.stringify(path)}`, "Quadlet cannot write this path", "refused");
  return [];
}
