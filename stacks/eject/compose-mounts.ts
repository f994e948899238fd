import { translated, type DeliveredFile, type Mount } from "../container-plan.ts";
import { tmpfsOptions } from "../rendering/tmpfs.ts";

/** Mounts as Compose has them: `tmpfs` for scratch folders, `volumes` for all others. */
export function composeMounts(mounts: readonly Mount[]) {
  const volumes = mounts.flatMap(volumesOf);
  return {
    tmpfs: mounts.flatMap(memoryOf),
    ...(volumes.length === 0 ? {} : { volumes }),
  };
}

function memoryOf(mount: Mount): string[] {
  if (mount.kind === "scratch") return [`${mount.path}:${tmpfsOptions(mount)}`];
  if (mount.kind !== "memory") return [];
  const { path, options, ...rest } = mount;
  translated(rest);
  return [options === "" ? path : `${path}:${options}`];
}

/** Where the user puts the files of a delivered mount, relative to the Compose file. */
function deliveredFolder(name: string): string {
  return `./delivered/${name}`;
}

/**
 * Lines of comment that say which files the user has to put where: Compose writes none, and changes neither owner nor mode of a file that it
 * mounts.
 */
export function deliveredComments(mounts: readonly Mount[]): string[] {
  return mounts.flatMap((mount) => {
    if (mount.kind !== "delivered") return [];
    const { name, storage, files } = mount;
    const kept = storage === "memory" ? "better on a tmpfs" : "on a disk";
    return [`# ${deliveredFolder(name)}, ${kept}:`, ...files.map(fileComment)];
  });
}

function fileComment({ path, owner, mode, content, reader, ...rest }: DeliveredFile): string {
  translated(rest);
  const what = "secret" in content ? `the secret ${JSON.stringify(content.secret)}` : `${bytes(content.base64)} bytes`;
  const bits = mode.toString(8).padStart(4, "0");
  return `#   ${JSON.stringify(path)}: ${what}, owner ${owner.uid}:${owner.gid}, mode ${bits}, for ${reader}`;
}

function bytes(base64: string): number {
  return Buffer.from(base64, "base64").length;
}

function volumesOf(mount: Mount): object[] {
  if (mount.kind === "volume") {
    const { volume, path, readOnly, ...rest } = mount;
    translated(rest);
    return [{ type: "volume", source: volume, target: path, read_only: readOnly }];
  }
  if (mount.kind === "delivered") {
    const { name, path, storage, files, ...rest } = mount;
    translated(rest);
    if (files.length === 0) throw new Error(`the mount ${name} delivers nothing to ${storage}`);
    return [{ type: "bind", source: deliveredFolder(name), target: path, read_only: true }];
  }
  if (mount.kind === "host") {
    const { source, path, readOnly, propagation, ...rest } = mount;
    translated(rest);
    return [
      {
        type: "bind",
        source,
        target: path,
        read_only: readOnly,
        ...(propagation === undefined ? {} : { bind: { propagation } }),
      },
    ];
  }
  return [];
}
