/** Kinds of objects that have a name and an owner. */
export type LookedAt = "container" | "network" | "volume";

export interface SystemLook {
  /** Containers in any state, ours or not. */
  readonly containers: readonly ContainerLook[];
  /** All networks, ours or not. */
  readonly networks: readonly NetworkLook[];
  /** All volumes, ours or not. */
  readonly volumes: readonly VolumeLook[];
  /** Image reference, `repository:tag`, to image id. */
  readonly images: ReadonlyMap<string, string>;
  /** Whether it runs on this machine, so that ports can be tried here. */
  readonly local: boolean;
  /** Of a system whose containers have kernels of their own: their processes are not this machine's. @default its containers have its host's kernel */
  readonly guests?: GuestLook;
}

export interface GuestLook {
  /** Whether their processors are programs. */
  readonly emulated: boolean;
  /** How many times slower than on this machine programs run in them: measured, then rounded up to a power of two. 1 if they are not slower. */
  readonly pace: number;
}

/** An object's name and the values of its owner labels, which are empty if it has none. */
export interface NetworkLook {
  readonly name: string;
  readonly instance: string;
  readonly stack: string;
  readonly approach: string;
}

export interface ContainerLook extends NetworkLook {
  readonly running: boolean;
  /** Ports that it publishes on the host. */
  readonly hostPorts: readonly number[];
  /** Host port of the entry, if it publishes the entry. */
  readonly entryPort: number | undefined;
}

export interface VolumeLook extends DataVolume {
  /** On the system. */
  readonly name: string;
  /** Names of containers that mount it. */
  readonly users: readonly string[];
  /** Whether it holds state, which goes with the stack, and no data. */
  readonly isState: boolean;
  /** Value of its label; empty if it has none. */
  readonly instance: string;
}

/** Whose data a volume holds: values of its labels, empty where it has none. */
export interface DataVolume {
  readonly stack: string;
  readonly approach: string;
  readonly workload: string;
  /** Its name in the workload. */
  readonly volume: string;
}
