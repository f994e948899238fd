import type { ForeignMount, ResolvedService } from "../../../services/foreign/contract.ts";
import type { Mount } from "../../container-plan.ts";
import { replicaName } from "../../rendering/replicas.ts";

/** Mounts of a replica, and files that the project has on its disk. @param number of the replica, from 1 */
export function foreignMounts({ service, mounts }: ResolvedService, number: number): readonly Mount[] {
  return [
    ...mounts.map((mount) => mountOf(mount, replicaName(service.name, number))),
    ...service.files.flatMap(({ source, path }): Mount[] =>
      source.kind === "file" ? [{ kind: "host", source: source.path, path, readOnly: true }] : [],
    ),
  ];
}

function mountOf(mount: ForeignMount, replica: string): Mount {
  const { path } = mount;
  if (mount.kind === "tmpfs") return { kind: "memory", path, options: mount.options };
  const { readOnly } = mount;
  if (mount.kind === "volume")
    return { kind: "volume", volume: mount.volume ?? namelessVolume(replica, path), path, readOnly };
  const { source, propagation } = mount;
  return { kind: "host", source, path, readOnly, ...(propagation === undefined ? {} : { propagation }) };
}

/**
 * Name of a volume that the image, or the file, has without one. Docker would make one with each container and forget the last: with a name its
 * data outlive an update.
 */
export function namelessVolume(replica: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return [replica, "at", ...(words.length === 0 ? ["root"] : words)].join("-");
}
