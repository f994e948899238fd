import { translated, type ContainerPlan, type Mount, type ScratchMount } from "../../container-plan.ts";
import { tmpfsOptions } from "../../rendering/tmpfs.ts";
import { isOwn, scratchVolumes } from "./scratch.ts";
import { csv, type ContainerContext } from "./words.ts";

/** Options for the mounts of a container. */
export function mountWords(container: ContainerPlan, context: ContainerContext): readonly string[] {
  return container.mounts.flatMap((mount) =>
    mount.kind === "scratch" ? scratchWords(mount, container) : oneMount(mount, context),
  );
}

function scratchWords(mount: ScratchMount, container: ContainerPlan): readonly string[] {
  const { owner, ...unowned } = mount;
  const { path, mode, sizeMiB, exec = false } = unowned;
  const flags = [...(exec ? [] : ["noexec"]), "nosuid", "nodev"];
  const volume = scratchVolumes(container).find((one) => one.mount === mount);
  if (volume !== undefined) return mounted({ type: "volume", source: volume.name, destination: path }, flags);
  if (!isOwn(mount, container.identity)) return memory(path, tmpfsOptions(unowned));
  if (owner === undefined) throw new Error("a scratch folder without an owner belongs to root");
  const bits = mode.toString(8).padStart(4, "0");
  const keys = { type: "tmpfs", destination: path, "tmpfs-size": `${sizeMiB}m`, "tmpfs-mode": bits };
  return mounted(keys, [...flags, "notmpcopyup", "U=true"]);
}

function oneMount(mount: Exclude<Mount, ScratchMount>, { volumeOf, folderOf }: ContainerContext): readonly string[] {
  switch (mount.kind) {
    case "memory": {
      const { path, options, ...rest } = mount;
      translated(rest);
      return memory(path, options);
    }
    case "volume": {
      const { volume, path, readOnly, ...rest } = mount;
      translated(rest);
      return mounted({ type: "volume", source: volumeOf(volume), destination: path }, readOnly ? ["ro=true"] : []);
    }
    case "delivered": {
      const { name, path, storage, files, ...rest } = mount;
      translated(rest);
      if (files.length === 0) throw new Error(`the mount ${name} delivers nothing to ${storage}`);
      return mounted({ type: "bind", source: folderOf(mount), destination: path }, ["ro=true"]);
    }
    case "host": {
      const { source, path, readOnly, propagation, ...rest } = mount;
      translated(rest);
      const spread = propagation === undefined ? [] : [`bind-propagation=${propagation}`];
      return mounted({ type: "bind", source, destination: path }, [...(readOnly ? ["ro=true"] : []), ...spread]);
    }
  }
}

/** A folder in memory that begins empty, as with other systems: podman would copy what the image has there. */
function memory(path: string, options: string): readonly string[] {
  return ["--tmpfs", `${path}:${[...options.split(",").filter(Boolean), "notmpcopyup"].join(",")}`];
}

function mounted(keys: Readonly<Record<string, string>>, more: readonly string[]): readonly string[] {
  return ["--mount", [...Object.entries(keys).map(([key, value]) => csv(`${key}=${value}`)), ...more].join(",")];
}
