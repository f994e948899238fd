import type { Traits } from "./contract.ts";

/** Raised when an output is removed or changes its meaning, not for additions. */
export const schemaVersion = 2;

/** What `pulumi stack output --json` prints. Tests, the lab and users know a stack by this alone. */
export interface StackOutputs {
  readonly schemaVersion: number;
  /** Short hash of the state backend's address; part of every object's name. */
  readonly instance: string;
  /** Address of the entry; only if the stack has one approach. */
  readonly url?: string;
  readonly deployments: Readonly<Record<string, DeploymentOutput>>;
  /** Where the systems are that the deployments are on, by name. Outputs of earlier versions do not have it. */
  readonly systems?: Readonly<Record<string, PlaceOutput>>;
}

export interface PlaceOutput {
  /** Of the system itself: another one at the same address has another. */
  readonly id: string;
  readonly address: string;
}

export interface DeploymentOutput {
  readonly workload: string;
  readonly entry: EntryOutput;
  /** Ports that are published beside the entry. @default none */
  readonly ports?: readonly PortOutput[];
  /** By the service's name. */
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** By the container's name on its system; pause containers too. */
  readonly containers: Readonly<Record<string, ContainerOutput>>;
  /** Image references, in the rendering's order. */
  readonly images: readonly string[];
  /** Names on the system. */
  readonly volumes: readonly string[];
  readonly traits: Traits;
  /** Checks by the approach's own tools: title to the shell command that exits 0 if it passes. */
  readonly verifications: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** Where the workload is reached. */
export interface EntryOutput {
  readonly scheme: "http";
  /** Published address; may be a wildcard. */
  readonly address: string;
  readonly port: number;
  /** URL to connect to, such as `http://127.0.0.1:23456`. */
  readonly url: string;
  /** It is published at loopback of another machine. @default false */
  readonly onlyOnItsHost?: boolean;
  /** What the workload says of an answer. @default any from 200 to 399 to `GET /` */
  readonly answer?: AnswerOutput;
}

export interface PortOutput {
  /** Name on its system. */
  readonly container: string;
  /** In the container. */
  readonly port: number;
  readonly protocol: "tcp" | "udp" | "sctp";
  readonly address: string;
  /** Of the host. @default the system has chosen it */
  readonly external?: number;
}

export interface AnswerOutput {
  readonly path?: string;
  readonly host?: string;
  readonly status?: readonly number[];
  /** @default "http" */
  readonly protocol?: "http" | "any";
}

export interface ServiceOutput {
  readonly replicas: readonly ReplicaOutput[];
  readonly image: string;
  /** Names, on the system, of the networks that it is attached to. */
  readonly networks: readonly string[];
  /** It runs to completion within so many seconds. @default it runs forever */
  readonly completesWithinSeconds?: number;
}

export interface ReplicaOutput {
  /** Name of the container that it runs in. */
  readonly container: string;
  /** Shell command, run from the project's folder; a `Verb` and its words follow. */
  readonly control: string;
}

export interface ContainerOutput {
  readonly system: string;
  /** Shell command, run from the project's folder; one of `containerVerbs` and its words follow. */
  readonly control: string;
  /** Container whose namespaces it joins; that one must run before this one starts. @default none */
  readonly joins?: string;
  /** Seconds after its start in which it becomes healthy, or has a fault. @default it has no health check */
  readonly readyWithinSeconds?: number;
}

/** Names of a deployment's containers in an order in which they can be started: those that join another's namespaces last. */
export function startOrder(containers: DeploymentOutput["containers"]): readonly string[] {
  const joining = Object.keys(containers).filter((name) => containers[name]?.joins !== undefined);
  return [...Object.keys(containers).filter((name) => !joining.includes(name)), ...joining];
}
