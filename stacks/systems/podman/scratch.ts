import type { ContainerPlan, ScratchMount } from "../../container-plan.ts";

/** A folder in memory that podman's own option cannot make, because it knows no owner but root and the container's user: a volume that is a tmpfs. */
export interface ScratchVolume {
  readonly mount: ScratchMount;
  /** Name of the volume. */
  readonly name: string;
  /** Options of the file system, as mount(8) has them. */
  readonly options: string;
}

/** Bytes of a block of a tmpfs. Podman takes the word size for one of its own. */
const blockBytes = 4096;

/** The scratch folders of a container that are volumes. Pure. */
export function scratchVolumes({ fullName, mounts, identity }: ContainerPlan): readonly ScratchVolume[] {
  const those = mounts.filter((mount) => mount.kind === "scratch" && !isOwn(mount, identity) && !isRoots(mount));
  return those.map((mount, index) => {
    const { sizeMiB, mode, owner = { uid: 0, gid: 0 } } = mount as ScratchMount;
    const blocks = (sizeMiB * 1024 ** 2) / blockBytes;
    const options = `nr_blocks=${blocks},mode=${mode.toString(8).padStart(4, "0")},uid=${owner.uid},gid=${owner.gid}`;
    return { mount: mount as ScratchMount, name: `${fullName}-scratch-${index + 1}`, options };
  });
}

/** Whether a scratch folder belongs to the user that the container runs as. */
export function isOwn({ owner }: ScratchMount, { uid, gid }: ContainerPlan["identity"]): boolean {
  return owner !== undefined && owner.uid === uid && owner.gid === gid;
}

function isRoots({ owner }: ScratchMount): boolean {
  return owner === undefined || (owner.uid === 0 && owner.gid === 0);
}
