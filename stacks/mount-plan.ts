export type Mount = ScratchMount | VolumeMountPlan | DeliveredMount | HostMount | MemoryMount;

/** A tmpfs, empty at each start, mounted nosuid and nodev. */
export interface ScratchMount {
  readonly kind: "scratch";
  readonly path: string;
  readonly sizeMiB: number;
  /** Permission bits of the folder, such as 0o700. */
  readonly mode: number;
  /** @default root */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Whether programs in it can be executed. @default false */
  readonly exec?: boolean;
}

/** Data that outlives the container. */
export interface VolumeMountPlan {
  readonly kind: "volume";
  /** Name of a VolumePlan. */
  readonly volume: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/**
 * A read-only folder of files that the deployment writes before the container starts, and again when they change, without a new container.
 * Each entry of the folder changes at once: a file, or a folder with all that is in it.
 */
export interface DeliveredMount {
  readonly kind: "delivered";
  /** Unique in the rendering, except that replicas of a service have the same mount. */
  readonly name: string;
  readonly path: string;
  /** `memory`: a tmpfs, for secrets: never on a disk. `disk`: survives a restart of the host. */
  readonly storage: "memory" | "disk";
  readonly files: readonly DeliveredFile[];
}

export interface DeliveredFile {
  /** Relative to the mount. */
  readonly path: string;
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Permission bits. */
  readonly mode: number;
  /** The content, or the name of the secret that is the content. */
  readonly content: { readonly base64: string } | { readonly secret: string };
  /** The service that reads it, and is restarted when it changes. */
  readonly reader: string;
}

/** A folder of the host. */
export interface HostMount {
  readonly kind: "host";
  /** Absolute path on the host. */
  readonly source: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** How mounts below it spread, such as `rslave`. @default the system's */
  readonly propagation?: string;
}

/** A tmpfs whose options the user has written. */
export interface MemoryMount {
  readonly kind: "memory";
  readonly path: string;
  /** As mount(8) takes them, such as `size=64m,mode=1777`; may be empty. */
  readonly options: string;
}
