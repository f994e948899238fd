import type { Service, Workload } from "../../services/contract.ts";
import type { Mount, VolumeMountPlan } from "../container-plan.ts";
import type { Settings, VolumePlan } from "../contract.ts";
import { objectName } from "./names.ts";

/** Each volume once, even if several services mount it. It belongs to the first of them that can write it. */
export function volumesOf({ services, volumes: facts = {} }: Workload, { scope }: Settings): VolumePlan[] {
  const names = new Set(services.flatMap(({ volumes }) => volumes.map(({ name }) => name)));
  return [...names].map((name): VolumePlan => {
    const users = services.filter(({ volumes }) => volumes.some((mount) => mount.name === name));
    const writes = ({ volumes }: Service) => volumes.some((mount) => mount.name === name && mount.readOnly !== true);
    const owner = (users.find(writes) ?? users[0])?.user;
    const { gid, mode = gid === undefined ? 0o700 : 0o2770 } = facts[name] ?? {};
    return {
      name,
      fullName: objectName(scope, `${scope.workload}-${name}`),
      owner: { uid: owner?.uid ?? 0, gid: gid ?? owner?.gid ?? 0 },
      mode,
      holds: "data",
    };
  });
}

/** The volumes of services in one container, as mounts. Services that mount the same volume at the same path share one mount. */
export function volumeMounts(services: readonly Service[]): VolumeMountPlan[] {
  const mounts = services.flatMap(({ volumes }) =>
    volumes.map(({ name, path, readOnly = false }) => ({ kind: "volume", volume: name, path, readOnly }) as const),
  );
  return [...new Map(mounts.map((mount) => [mount.path, mount])).values()];
}

/** The groups of a service besides its own: those of the volumes that it mounts. */
export function groupsOf({ user, volumes }: Service, { volumes: facts = {} }: Pick<Workload, "volumes">): number[] {
  const gids = volumes.flatMap(({ name }) => facts[name]?.gid ?? []);
  return [...new Set(gids)].filter((gid) => gid !== user.gid).sort((a, b) => a - b);
}

/**
 * Instructions that make a folder for each volume that is mounted, with the volume's owner and mode. A system that fills an empty volume
 * with what the image has at the mount point, as Docker does, gives the volume that owner and mode too, at no privilege.
 */
export function mountPoints(mounts: readonly Mount[], volumes: readonly VolumePlan[]): string[] {
  const places = mounts.filter((mount) => mount.kind === "volume");
  return volumes.flatMap(({ name, owner, mode }) => {
    if (owner === undefined || mode === undefined) return [];
    const { uid, gid } = owner;
    const paths = places.filter(({ volume }) => volume === name).map(({ path }) => path);
    if (paths.length === 0) return [];
    const bits = mode.toString(8).padStart(4, "0");
    const words = ["/usr/bin/install", "-d", "-m", bits, "-o", String(uid), "-g", String(gid), "--", ...paths];
    // In exec form no shell and no builder reads anything into a path.
    return [`RUN ${JSON.stringify(words)}`];
  });
}

/** Warning for services in one container that mount a volume read-only, and could write it where another service mounts it. */
export function writableElsewhere(services: readonly Service[]): string[] {
  const all = services.flatMap((service) => service.volumes.map((mount) => ({ service, mount })));
  return all.flatMap(({ service, mount }) => {
    if (mount.readOnly !== true) return [];
    const writer = all.find((other) => other.mount.name === mount.name && other.mount.readOnly !== true);
    if (writer === undefined) return [];
    return [
      `${service.name}: mounts the volume ${mount.name} read-only, but shares a container with ${writer.service.name}, which has it writable at ${writer.mount.path}: only permission bits protect it`,
    ];
  });
}
