import type { DockerClient } from "../docker/client.ts";
import type { EngineApi } from "../docker/engine-api.ts";
import type { Workload } from "../services/contract.ts";
import type { StackOutputs } from "../stacks/outputs.ts";
import type { ContainerVerb, Verb } from "../stacks/verbs.ts";
import type { Deployment } from "./deployment.ts";
import type { CloneOptions, Clones, Containers } from "./tools/containers.ts";
import type { Conversation } from "./tools/conversation.ts";
import type { From, Load, LoadRequest, Prober } from "./tools/requests.ts";

/** A deployment that is measured. */
export interface Subject {
  /** Unique in the run. */
  readonly name: string;
  readonly approach: string;
  /** For a twin: the subject whose approach it deploys again. What the two differ by is noise. */
  readonly twinOf?: string;
  readonly deployment: Deployment;
  /** What is deployed; it says which service has which role. */
  readonly workload: Workload;
  /** The Pulumi stack, and the copy of the project that it is deployed from. */
  readonly stack: string;
  readonly project: LabProject;
  /** What its containers run on, if that is not Docker. @default Docker */
  readonly system?: OtherSystem;
}

/** A system that the lab knows by the verbs of the outputs alone. It is on this machine, as Docker is. */
export interface OtherSystem {
  readonly name: string;
  /** Whether each container is a machine with a kernel of its own: this machine's /proc does not show its processes. */
  readonly ownKernel: boolean;
  /** What it says of its version; empty if that is unknown. */
  readonly version: string;
  /** Name of the program that starts a container again, and is an ancestor of its PID 1. @default what does is not known */
  readonly keeper?: string;
  /** Files and folders of this machine that hold images. @default what does is not known */
  readonly imageFolders?: (images: readonly string[]) => Promise<readonly string[]>;
  /** Packages of Debian and Ubuntu that it needs. */
  readonly packages: readonly string[];
  /** Whether only root can use it as it is used here. */
  readonly root: boolean;
}

/** A copy of the project that the lab deploys from and may change. */
export interface LabProject {
  readonly folder: string;
  /** Value of the instance label of everything deployed from it. */
  readonly instance: string;
  /** Deploys a stack with the current sources. @returns Pulumi's output */
  up(stack: string, signal: AbortSignal): Promise<string>;
  /** Deploys a stack with so many replicas of a service. @returns its outputs */
  scale(stack: string, service: string, replicas: number, signal: AbortSignal): Promise<StackOutputs>;
  /** Removes everything that a stack deployed. The stack itself stays and can be deployed again. */
  destroy(stack: string, signal: AbortSignal): Promise<void>;
  /** Number of resources of a stack, without the stack itself and providers. */
  resources(stack: string, signal: AbortSignal): Promise<number>;
}

/** Observes Docker's host and its processes, from a container in the host's PID and network namespaces. */
export interface HostProbe {
  /** Name of the probe's container. */
  readonly container: string;
  /**
   * Runs one of the lab's Python programs in it.
   * @param program name of a file in lab/probe, without its suffix
   * @param input written to its standard input as JSON
   * @returns its output, parsed as JSON
   */
  ask<T>(program: string, input: unknown): Promise<T>;
  /** Starts one of the programs to talk with; close it. @param program name of a file in lab/probe, without its suffix */
  talk(program: string, signal: AbortSignal): Conversation;
}

/** A network namespace beside Docker's, as another machine would be: what it sends to a published port is forwarded (DNAT). */
export interface Outside {
  /** A container in that namespace. */
  readonly container: string;
  /** Address of Docker's host there. */
  readonly hostAddress: string;
}

/** Which cell is being taken. */
export interface Turn {
  /** From 0; warm-up rounds and counted rounds are numbered separately. */
  readonly round: number;
  readonly warmUp: boolean;
  /** Number of counted rounds. */
  readonly rounds: number;
  /** Seed of the run. */
  readonly seed: number;
  /** Whether the run is a first impression only: then an experiment may make fewer trials. */
  readonly quick: boolean;
}

/** What an experiment works with on every system. */
export interface CommonTools {
  /** Observes the host from a container: processes, cgroups. */
  readonly host: HostProbe;
  /** The subject's containers: start, stop, wait. */
  readonly containers: Containers;
  /** Runs a control verb for a service; resolves with any exit code. */
  readonly control: Control;
  /** The same for a container. */
  readonly controlContainer: ContainerControl;
  /** Requests at a fixed rate, each reported with its outcome: for outages. */
  readonly load: (request: LoadRequest) => Promise<Load>;
  /** Starts a program whose requests are timed in microseconds: for latencies. Close it. */
  readonly prober: (from: From) => Promise<Prober>;
  /** Deploys the subject again with so many replicas of a service. What it is at the end of a cell, it is in the next one. */
  readonly scale: (service: string, replicas: number) => Promise<Scaled>;
  readonly turn: Turn;
  readonly signal: AbortSignal;
}

/** What an experiment works with on Docker. All of it acts on Docker's host, which may be another machine than this one. */
export interface Tools extends CommonTools {
  readonly docker: DockerClient;
  /** The Engine API, where the docker command is too slow or too coarse. */
  readonly api: EngineApi;
  /** `control` for clones of the subject's containers. @param suffix of their names */
  readonly controlOfClone: (suffix: string) => Control;
  /** Creates the network namespace at its first use; it stays for the whole run. */
  readonly outside: () => Promise<Outside>;
  /** Creates containers with the same settings as the subject's. */
  readonly clone: (options: CloneOptions) => Promise<Clones>;
  /** Image with Python, and the lab's programs in /lab. */
  readonly probeImage: string;
  /** Owner labels for everything that an experiment creates in Docker, as arguments of `docker run`. */
  readonly labels: readonly string[];
}

/** A deployment with another number of replicas of a service. */
export interface Scaled {
  readonly deployment: Deployment;
  readonly containers: Containers;
}

/** Runs a control verb for a container. @param words further arguments of the verb */
export type ContainerControl = (container: string, verb: ContainerVerb, ...words: readonly string[]) => Promise<Answer>;

/** Runs a control verb for a service. @param words further arguments of the verb */
export type Control = (service: string, verb: Verb, ...words: readonly string[]) => Promise<Answer>;

export interface Answer {
  readonly exitCode: number | undefined;
  /** Standard output and standard error, in the order of arrival. */
  readonly output: string;
}
