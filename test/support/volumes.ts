import type { FileSource, Service, VolumeMount, Workload } from "../../services/contract.ts";

type Definition = Workload<FileSource>;

/** A volume, as a workload's definition describes it. */
export interface DefinedVolume {
  readonly name: string;
  /** Group that all who mount it are in. @default only one user mounts it */
  readonly gid: number | undefined;
  /** `uid:gid` of its root; without a uid where several users share it. */
  readonly owner: string;
  /** Permission bits of its root, in octal. */
  readonly mode: string;
  readonly users: readonly { readonly service: Service<FileSource>; readonly mount: VolumeMount }[];
  /** Services that run and do not mount it. */
  readonly strangers: readonly Service<FileSource>[];
}

/** The volumes of a workload. Computed anew, without the code that renders them. */
export function volumesIn({ services, volumes: facts = {} }: Definition): DefinedVolume[] {
  const names = new Set(services.flatMap(({ volumes }) => volumes.map(({ name }) => name)));
  return [...names].map((name) => {
    const users = services.flatMap((service) =>
      service.volumes.filter((mount) => mount.name === name).map((mount) => ({ service, mount })),
    );
    const { gid, mode = gid === undefined ? 0o700 : 0o2770 } = facts[name] ?? {};
    const { user } = users[0]?.service ?? {};
    const owner = gid === undefined ? `${user?.uid ?? 0}:${user?.gid ?? 0}` : `:${gid}`;
    // No command can be run in one that has completed.
    const running = services.filter(({ completes }) => completes === undefined);
    const strangers = running.filter((service) => !users.some((one) => one.service === service));
    return { name, gid, owner, mode: mode.toString(8), users, strangers };
  });
}

/** The groups that a service must be in, besides its own. */
export function groupsOf({ volumes: facts = {} }: Definition, { user, volumes }: Service<FileSource>): Set<number> {
  const gids = volumes.flatMap(({ name }) => facts[name]?.gid ?? []);
  return new Set(gids.filter((gid) => gid !== user.gid));
}
