import type { DockerClient } from "../docker/client.ts";
import type { EngineApi } from "../docker/engine-api.ts";
import type { Workload } from "../services/contract.ts";
import type { Verb } from "../stacks/contract.ts";
import type { Deployment } from "./deployment.ts";
import type { CloneOptions, Clones, Containers } from "./tools/containers.ts";
import type { Load, LoadRequest, Precise, PreciseRequest } from "./tools/requests.ts";

/** A deployment that is measured. */
export interface Subject {
  /** Unique in the run. */
  readonly name: string;
  readonly approach: string;
  /** The same approach once more, deployed apart: shows how much difference there is where there is none. */
  readonly twinOf?: string;
  readonly deployment: Deployment;
  /** What is deployed; its roles say which service plays which part. */
  readonly workload: Workload;
  /** The Pulumi stack, and the copy of the project that it is deployed from. */
  readonly stack: string;
  readonly project: LabProject;
}

/** A copy of the project that the lab deploys from, and may change. */
export interface LabProject {
  readonly folder: string;
  /** Value of the label that everything deployed from it carries. */
  readonly instance: string;
  /** Deploys a stack, as it is now. @returns what Pulumi printed */
  up(stack: string, signal: AbortSignal): Promise<string>;
  /** Removes everything that a stack has deployed. The stack itself stays, and can be deployed again. */
  destroy(stack: string, signal: AbortSignal): Promise<void>;
  /** How many resources a stack has, beside itself and providers. */
  resources(stack: string, signal: AbortSignal): Promise<number>;
}

/** Looks at the engine's host, and acts on its processes, from a container that shares its process and network namespaces. */
export interface HostProbe {
  /** Name of the probe's container. */
  readonly container: string;
  /**
   * Runs one of the lab's Python programs in it.
   * @param program name of a file in lab/probe, without its suffix
   * @param input given as JSON on standard input
   * @returns what the program prints, parsed as JSON
   */
  ask<T>(program: string, input: unknown): Promise<T>;
}

/** What an experiment works with. All of it acts on the engine's host, wherever the command runs. */
export interface Tools {
  readonly docker: DockerClient;
  /** The engine's API, for what the command line is too slow or too coarse for. */
  readonly api: EngineApi;
  /** Looks at the engine's host from a container: processes, control groups. */
  readonly host: HostProbe;
  /** The subject's containers: start, stop, wait. */
  readonly containers: Containers;
  /** Runs a verb of a service's control, whatever its exit code. */
  readonly control: Control;
  /** The same for clones of the subject's containers. @param suffix behind their names */
  readonly controlOfClone: (suffix: string) => Control;
  /** Requests at a fixed rate, each reported: for outages. */
  readonly load: (request: LoadRequest) => Promise<Load>;
  /** Requests at a fixed rate with microseconds: for latencies. Resolves when they have all been made. */
  readonly precise: (request: PreciseRequest) => Promise<readonly Precise[]>;
  /** Makes containers with the same settings as the subject's. */
  readonly clone: (options: CloneOptions) => Promise<Clones>;
  /** Image that has Python and the lab's own programs in /lab. */
  readonly probeImage: string;
  /** Labels for whatever an experiment makes on the engine, as words for `docker run`. */
  readonly labels: readonly string[];
  readonly signal: AbortSignal;
}

/** Asks something of a service. */
export type Control = (service: string, verb: Verb, ...words: readonly string[]) => Promise<Answer>;

export interface Answer {
  readonly exitCode: number | undefined;
  /** Both streams, in the order of arrival. */
  readonly output: string;
}
