import { translated, type Mount } from "../container-plan.ts";
import { tmpfsOptions } from "../rendering/tmpfs.ts";

/** Mounts as Compose has them: `tmpfs` for scratch folders, `volumes` for all others. */
export function composeMounts(mounts: readonly Mount[]) {
  const scratch = mounts.filter((mount) => mount.kind === "scratch");
  const volumes = mounts.flatMap(volumesOf);
  return {
    tmpfs: scratch.map((mount) => `${mount.path}:${tmpfsOptions(mount)}`),
    ...(volumes.length === 0 ? {} : { volumes }),
  };
}

function volumesOf(mount: Mount): object[] {
  if (mount.kind === "volume") {
    const { volume, path, readOnly, ...rest } = mount;
    translated(rest);
    return [{ type: "volume", source: volume, target: path, read_only: readOnly }];
  }
  if (mount.kind === "delivered") throw new Error(`the mount ${mount.name} has no form in Compose yet`);
  if (mount.kind === "host") {
    const { source, path, readOnly, ...rest } = mount;
    translated(rest);
    return [{ type: "bind", source, target: path, read_only: readOnly }];
  }
  return [];
}
