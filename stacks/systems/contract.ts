import type { ComponentResource, Output } from "@pulumi/pulumi";
import type { ContainerPlan } from "../container-plan.ts";
import type { HostFacts, Requirement } from "../contract.ts";
import type { BaseImage, DeploymentPlan, PlannedImage } from "../deployment-plan.ts";

/**
 * What makes and runs containers, with their networks and volumes. One folder each, one line in systems.ts; nothing else knows how a
 * system is talked to.
 */
export interface System {
  readonly name: string;
  /** Text of a shell command, run from the project's folder, that takes one of `containerVerbs` and its further words. Pure. */
  control(container: string): string;
  /** What it cannot honour of a container, a sentence each. Pure. */
  refuses(container: ContainerPlan): readonly string[];
  /**
   * What stands on it, read once before anything is planned.
   * @throws UserError where it does not answer, or is too old
   */
  look(): Promise<SystemLook>;
  /** Asked only where an approach reads it. */
  host(): Promise<HostFacts>;
  /**
   * The base image that deployments start from: the configured one, fetched where the system lacks it, else the first candidate that it has.
   * @throws UserError where there is none
   */
  baseImage(configured: string | undefined, candidates: readonly string[], look: SystemLook): Promise<BaseImage>;
  /** Checks that there is room for images that are to be built. @throws UserError */
  checkRoom(missing: readonly PlannedImage[]): Promise<void>;
  /** How to look at a container that is in the way and to remove it, as a remedy for people. Pure. */
  removal(container: string): string;
  /** Whether it can meet a requirement, found out by trying. @param image one that it has @returns why not; undefined where it can */
  lacks(requirement: Requirement, image: string): Promise<string | undefined>;
  /** Loads what creates deployments: apart from the rest, since commands that only look do without Pulumi's SDK. */
  creator(): Promise<CreateDeployment>;
  /** Everything that carries an owner's labels. */
  owned(owner: Owner): Promise<readonly OwnedObject[]>;
  /** Compares what a state says is deployed with what is there; changes nothing. @param resources all of a stack's */
  drift(resources: readonly StateResource[], owner: Required<Owner>): Promise<Drift>;
  /** Removes objects in an order that works. @returns what was removed, one line each */
  remove(objects: readonly OwnedObject[]): Promise<readonly string[]>;
  /** Removes what stacks share, unless another checkout uses it. @returns what happened, one line each */
  removeShared(): Promise<readonly string[]>;
}

/**
 * Creates a deployment's resources below its component.
 * @returns an output that is known once every container is ready
 */
export type CreateDeployment = (plan: DeploymentPlan, parent: ComponentResource) => Output<unknown>;

export interface SystemLook {
  /** Containers in any state, anybody's. */
  readonly containers: readonly ContainerLook[];
  /** Image reference, `repository:tag`, to image id. */
  readonly images: ReadonlyMap<string, string>;
  /** Whether its host is this machine, so that its ports can be tried from here. */
  readonly local: boolean;
}

export interface ContainerLook {
  readonly name: string;
  readonly running: boolean;
  /** Ports that it publishes on the host. */
  readonly hostPorts: readonly number[];
  /** Values of its owner labels; empty where it has none. */
  readonly instance: string;
  readonly stack: string;
  readonly approach: string;
  /** Host port that its deployment was given, where it publishes the entry. */
  readonly entryPort: number | undefined;
}

/** Whose objects are meant. */
export interface Owner {
  readonly instance: string;
  /** @default every stack of the instance */
  readonly stack?: string;
}

/** Something of ours on a system. */
export interface OwnedObject {
  /** The system's word for what it is. */
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** Whether it does what it is for: a container that does not run is there and does not. */
  readonly works: boolean;
}

/** A resource as Pulumi's state has it. */
export interface StateResource {
  readonly type: string;
  readonly id?: string;
  readonly outputs?: { readonly name?: string };
}

/** What differs between Pulumi's state and a system. */
export interface Drift {
  /** In the state, and gone or dead on the system: one line each. A refresh mends them. */
  readonly lost: readonly string[];
  /** On the system with the stack's labels, and in no state: left by a run that was killed before it could note them. */
  readonly stray: readonly OwnedObject[];
}
