import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { translated, type Mount } from "../../container-plan.ts";
import { tmpfsOptions } from "../../rendering/tmpfs.ts";

type VolumeName = (kind: "volume" | "delivered", name: string) => pulumi.Input<string>;

/**
 * The provider's arguments for mounts.
 * @param volumeName Docker's name of a volume, or of a delivered mount, of the rendering
 */
export function mountArgs(
  mounts: readonly Mount[],
  volumeName: VolumeName,
): Pick<docker.ContainerArgs, "mounts" | "tmpfs" | "volumes"> {
  const spread = mounts.flatMap(spreadingArgs);
  return {
    tmpfs: Object.fromEntries(mounts.flatMap(memoryArgs)),
    volumes: mounts.flatMap((mount) => volumeArgs(mount, volumeName)),
    ...(spread.length === 0 ? {} : { mounts: spread }),
  };
}

function memoryArgs(mount: Mount): (readonly [path: string, options: string])[] {
  if (mount.kind === "scratch") return [[mount.path, tmpfsOptions(mount)]];
  if (mount.kind !== "memory") return [];
  const { path, options, ...rest } = mount;
  translated(rest);
  return [[path, options]];
}

/** Folders of the host with a propagation: only the provider's longer form has one. */
function spreadingArgs(mount: Mount): docker.types.input.ContainerMount[] {
  if (mount.kind !== "host" || mount.propagation === undefined) return [];
  const { source, path, readOnly, propagation, ...rest } = mount;
  translated(rest);
  return [{ type: "bind", source, target: path, readOnly, bindOptions: { propagation } }];
}

function volumeArgs(mount: Mount, volumeName: VolumeName): docker.types.input.ContainerVolume[] {
  if (mount.kind === "volume") {
    const { volume, path, readOnly, ...rest } = mount;
    translated(rest);
    return [{ volumeName: volumeName("volume", volume), containerPath: path, ...(readOnly ? { readOnly } : {}) }];
  }
  if (mount.kind === "delivered") {
    // What it holds, and where, is not the container's business.
    const { name, path, storage, files, ...rest } = mount;
    translated(rest);
    if (files.length === 0) throw new Error(`the mount ${name} delivers nothing to ${storage}`);
    return [{ volumeName: volumeName("delivered", name), containerPath: path, readOnly: true }];
  }
  if (mount.kind === "host") {
    const { source, path, readOnly, propagation, ...rest } = mount;
    translated(rest);
    return propagation === undefined ? [{ hostPath: source, containerPath: path, readOnly }] : [];
  }
  return [];
}
