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
): Pick<docker.ContainerArgs, "tmpfs" | "volumes"> {
  const scratch = mounts.filter((mount) => mount.kind === "scratch");
  return {
    tmpfs: Object.fromEntries(scratch.map((mount) => [mount.path, tmpfsOptions(mount)])),
    volumes: mounts.flatMap((mount) => volumeArgs(mount, volumeName)),
  };
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
    const { source, path, readOnly, ...rest } = mount;
    translated(rest);
    return [{ hostPath: source, containerPath: path, readOnly }];
  }
  return [];
}
