import type { Place } from "../compose/tree.ts";
import type { ForeignConfinement, ForeignLimits } from "./restriction-contract.ts";
import type { Accounts, Identity } from "./users.ts";

export type { ForeignConfinement, ForeignLimits } from "./restriction-contract.ts";

/** Services that are images of other people, as a Compose file has them. */
export interface ForeignWorkload {
  readonly name: string;
  readonly services: readonly ForeignService[];
  readonly networks: Readonly<Record<string, ForeignNetwork>>;
  readonly volumes: Readonly<Record<string, ForeignVolume>>;
}

/** A service. What a field leaves out is as the image, or else Docker, has it. */
export interface ForeignService {
  /** As in the file; also its name in the network. */
  readonly name: string;
  readonly at: Place;
  readonly image: ForeignImage;
  /** Exec form. An empty list clears the image's. */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  /** Names or numbers: `node`, `1000`, `33:33`. */
  readonly user?: string;
  readonly groups: readonly string[];
  readonly ports: readonly ForeignPort[];
  /** Such as `80` or `53/udp`. */
  readonly exposes: readonly string[];
  /** By the other's name. */
  readonly dependsOn: Readonly<Record<string, ForeignCondition>>;
  readonly health: ForeignHealth;
  readonly mounts: readonly ForeignMount[];
  readonly files: readonly ForeignFile[];
  readonly attachment: ForeignAttachment;
  readonly replicas: number;
  readonly limits: ForeignLimits;
  readonly restart: "no" | "always" | "unless-stopped" | "on-failure";
  readonly stopSignal?: string;
  readonly stopGraceSeconds?: number;
  readonly process: { readonly init?: boolean; readonly terminal: boolean; readonly input: boolean };
  readonly confinement: ForeignConfinement;
  readonly labels: Readonly<Record<string, string>>;
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
}

export type ForeignImage =
  | { readonly kind: "reference"; readonly reference: string; readonly pull: "missing" | "always" | "never" }
  | { readonly kind: "build"; readonly build: ForeignBuild; readonly reference?: string };

export interface ForeignBuild {
  /** Absolute path, or an address. */
  readonly context: string;
  readonly dockerfile?: string;
  readonly inline?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Name to a folder, an address, or `service:NAME`. */
  readonly contexts: Readonly<Record<string, string>>;
}

export interface ForeignPort {
  readonly target: number;
  /** A port, or a range of which any is good. @default a free one */
  readonly published?: string;
  readonly address?: string;
  readonly protocol: "tcp" | "udp" | "sctp";
}

export interface ForeignCondition {
  readonly condition: "started" | "healthy" | "completed";
  /** Whether it is an error if there is no such service. */
  readonly required: boolean;
}

export type ForeignHealth =
  /** The image's, if it has one; else it is healthy while its main process runs. */
  | { readonly kind: "image"; readonly schedule: ForeignSchedule }
  | { readonly kind: "none" }
  /** The first word is CMD or CMD-SHELL. */
  | { readonly kind: "test"; readonly test: readonly string[]; readonly schedule: ForeignSchedule };

/** Seconds. */
export interface ForeignSchedule {
  readonly interval?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly startPeriod?: number;
  readonly startInterval?: number;
}

export type ForeignMount =
  | {
      readonly kind: "volume";
      readonly volume: string | undefined;
      readonly path: string;
      readonly readOnly: boolean;
      readonly copies: boolean;
      readonly subpath?: string;
    }
  | {
      readonly kind: "bind";
      readonly source: string;
      readonly path: string;
      readonly readOnly: boolean;
      readonly creates: boolean;
      readonly propagation?: string;
      readonly selinux?: string;
    }
  | { readonly kind: "tmpfs"; readonly path: string; readonly options: string };

/** A config or a secret, as a file in the container. */
export interface ForeignFile {
  readonly kind: "config" | "secret";
  readonly path: string;
  /** @default root */
  readonly uid?: string;
  readonly gid?: string;
  /** Permission bits. @default 0444 */
  readonly mode?: number;
  readonly source:
    | { readonly kind: "file"; readonly path: string }
    | { readonly kind: "content"; readonly content: string }
    | { readonly kind: "variable"; readonly name: string };
}

export type ForeignAttachment =
  | {
      readonly kind: "networks";
      readonly networks: Readonly<Record<string, { readonly aliases: readonly string[] }>>;
      readonly links: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly kind: "none" }
  | { readonly kind: "host" }
  /** The network of another service. */
  | { readonly kind: "joins"; readonly service: string };

export interface ForeignNetwork {
  /** Name outside of the project, if it is external. */
  readonly external?: string;
  readonly internal: boolean;
  readonly driver?: string;
  readonly options: Readonly<Record<string, string>>;
  readonly subnets: readonly { readonly subnet?: string; readonly gateway?: string; readonly range?: string }[];
}

export interface ForeignVolume {
  readonly external?: string;
  readonly driver?: string;
  readonly options: Readonly<Record<string, string>>;
}

/** What an image says of itself, and what a program in it would find. */
export interface ImageFacts {
  readonly id: string;
  /** Name by which a build finds it. */
  readonly reference: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly workingDir: string;
  /** Such as `80/tcp`. */
  readonly exposed: readonly string[];
  readonly volumes: readonly string[];
  readonly stopSignal?: string;
  /** @default the image has no check */
  readonly health?: { readonly test: readonly string[]; readonly schedule: ForeignSchedule };
  readonly accounts: Accounts;
  /** Whether there is /bin/sh. */
  readonly hasShell: boolean;
}

/** A service with everything that its image adds. */
export interface ResolvedService {
  readonly service: ForeignService;
  readonly image: { readonly id: string; readonly reference: string };
  /** All of the command line, exec form. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  /** Folder of its user in the image. */
  readonly home: string;
  readonly identity: Identity;
  /** @default healthy while its main process runs */
  readonly health?: { readonly argv: readonly string[]; readonly schedule: Required<ForeignSchedule> };
  readonly stopSignal: `SIG${string}`;
  readonly mounts: readonly ForeignMount[];
  /** Ports that it listens on, as far as anything says so. */
  readonly exposes: readonly string[];
}
