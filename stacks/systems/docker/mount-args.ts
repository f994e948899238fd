import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { translated, type Mount } from "../../container-plan.ts";
import { tmpfsOptions } from "../../rendering/tmpfs.ts";

/**
 * The provider's arguments for mounts.
 * @param volumeName Docker's name of a volume of the rendering
 */
export function mountArgs(
  mounts: readonly Mount[],
  volumeName: (volume: string) => pulumi.Input<string>,
): Pick<docker.ContainerArgs, "tmpfs" | "volumes"> {
  const scratch = mounts.filter((mount) => mount.kind === "scratch");
  return {
    tmpfs: Object.fromEntries(scratch.map((mount) => [mount.path, tmpfsOptions(mount)])),
    volumes: mounts.flatMap((mount) => volumeArgs(mount, volumeName)),
  };
}

function volumeArgs(
  mount: Mount,
  volumeName: (volume: string) => pulumi.Input<string>,
): docker.types.input.ContainerVolume[] {
  if (mount.kind === "volume") {
    const { volume, path, readOnly, ...rest } = mount;
    translated(rest);
    return [{ volumeName: volumeName(volume), containerPath: path, ...(readOnly ? { readOnly } : {}) }];
  }
  if (mount.kind === "delivered") throw new Error(`the mount ${mount.name} has no form in Docker yet`);
  if (mount.kind === "host") {
    const { source, path, readOnly, ...rest } = mount;
    translated(rest);
    return [{ hostPath: source, containerPath: path, readOnly }];
  }
  return [];
}
