/**
 * What a system must grant.
 * - `privileged`: all of the host's capabilities and devices.
 * - `cgroupsBelowReadOnly`: a read-only mount of the host's cgroups leaves those below it writable.
 * - `ownCgroupsWritable`: a container without privilege can write to its own cgroups, where they are mounted writable.
 */
export type SystemRequirement = "privileged" | "cgroupsBelowReadOnly" | "ownCgroupsWritable";

/** What an approach needs of a host besides, and how it is tried. */
export interface HostTrial {
  /** For messages: "hosts with ...". */
  readonly title: string;
  /** @param image a base image that the system has @returns why not; undefined if the host has it */
  lack(host: TriedHost, image: string): Promise<string | undefined>;
}

/** What a trial can ask about. */
export interface TriedHost {
  host(): Promise<HostFacts>;
  /** Text of an image's /etc/os-release; empty if it has none. */
  release(image: string): Promise<string>;
}

/** What must be granted; requirements.ts says how what systems grant is granted and checked. */
export type Requirement = SystemRequirement | HostTrial;

/** The machine that containers run on, as the system describes it. */
export interface HostFacts {
  /** Version of the cgroups that the system uses; 1 on a hybrid host. */
  readonly cgroupVersion: 1 | 2;
  /** Parent cgroup of the system's containers, relative to a hierarchy's root. */
  readonly containersCgroup: string;
}
