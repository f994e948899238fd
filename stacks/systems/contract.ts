import type { ComponentResource, Output } from "@pulumi/pulumi";
import type { ContainerPlan } from "../container-plan.ts";
import type { HostFacts, Requirement } from "../contract.ts";
import type { BaseImage, DeploymentPlan, PlannedImage } from "../deployment-plan.ts";
import type { DataRoom } from "./data-room.ts";

/**
 * What creates and runs containers, networks and volumes. Each has a folder and a line in systems.ts; no other code talks to a system
 * directly.
 */
export interface System {
  readonly name: string;
  /** Text of a shell command, run from the project's folder, that takes one of `containerVerbs` and its further words. Pure. */
  control(container: string): string;
  /** What it cannot honour of a container, one sentence each. Pure. */
  refuses(container: ContainerPlan): readonly string[];
  /**
   * Its containers, volumes and images, read once before anything is planned.
   * @throws UserError if it does not answer, or is too old
   */
  look(): Promise<SystemLook>;
  /** Called only if an approach reads it. */
  host(): Promise<HostFacts>;
  /**
   * The base image of deployments: the configured one, pulled if the system does not have it, else the first candidate that it has.
   * @throws UserError if there is none
   */
  baseImage(configured: string | undefined, candidates: readonly string[], look: SystemLook): Promise<BaseImage>;
  /** Checks that there is disk space for images that will be built. @throws UserError if not */
  checkRoom(missing: readonly PlannedImage[]): Promise<void>;
  /** Remedy for a container or a volume that is in the way: how to inspect and to remove it. Pure. @param kind @default "container" */
  removal(name: string, kind?: "container" | "volume"): string;
  /** Tries whether it meets a requirement. @param image a base image that it has @returns why not; undefined if it does */
  lacks(requirement: Requirement, image: string): Promise<string | undefined>;
  /** Loads what creates deployments. Separate, so that commands which create nothing do not load Pulumi's SDK. */
  creator(): Promise<CreateDeployment>;
  /** Opens the volumes of a stack. Separate, since only commands about data need it. @param image a base image that it has */
  data(owner: Required<Owner>, image: string): Promise<DataRoom>;
  /** Everything that carries an owner's labels. */
  owned(owner: Owner): Promise<readonly OwnedObject[]>;
  /** Compares a stack's state with what exists; changes nothing. @param resources all of the stack's */
  drift(resources: readonly StateResource[], owner: Required<Owner>): Promise<Drift>;
  /**
   * Removes objects in an order that works. A volume that another's container uses is kept.
   * @returns what was removed, or was kept and why, one line each
   */
  remove(objects: readonly OwnedObject[]): Promise<readonly string[]>;
  /** Removes what stacks share, unless another clone uses it. @returns what happened, one line each */
  removeShared(): Promise<readonly string[]>;
}

/**
 * Creates a deployment's resources as children of its component.
 * @returns an output that is known once every container is ready
 */
export type CreateDeployment = (
  plan: DeploymentPlan,
  parent: ComponentResource,
  secrets: SecretValues,
) => Output<unknown>;

/** By the secret's name. All are secret to Pulumi. */
export type SecretValues = Readonly<Record<string, Output<string>>>;

export interface SystemLook {
  /** Containers in any state, ours or not. */
  readonly containers: readonly ContainerLook[];
  /** All volumes, ours or not. */
  readonly volumes: readonly VolumeLook[];
  /** Image reference, `repository:tag`, to image id. */
  readonly images: ReadonlyMap<string, string>;
  /** Whether it runs on this machine, so that ports can be tried here. */
  readonly local: boolean;
}

export interface ContainerLook {
  readonly name: string;
  readonly running: boolean;
  /** Ports that it publishes on the host. */
  readonly hostPorts: readonly number[];
  /** Values of its owner labels; empty if it has none. */
  readonly instance: string;
  readonly stack: string;
  readonly approach: string;
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

/** Selects objects by their owner labels. */
export interface Owner {
  readonly instance: string;
  /** @default every stack of the instance */
  readonly stack?: string;
}

/** An object on a system with our labels. */
export interface OwnedObject {
  /** The system's name for its kind, such as `container`. */
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** False for a container that does not run, unless it runs to completion. */
  readonly works: boolean;
  /** For a volume whose data outlives the stack: nothing removes it that was not told to. @default it goes with the stack */
  readonly data?: DataVolume;
}

/** A resource as Pulumi's state has it. */
export interface StateResource {
  readonly type: string;
  readonly urn?: string;
  readonly id?: string;
  readonly outputs?: { readonly name?: string };
}

/** What differs between Pulumi's state and a system. */
export interface Drift {
  /** In the state, but missing or not running on the system: one line each. A refresh repairs them. */
  readonly lost: readonly string[];
  /** On the system with the stack's labels, but not in the state: a run was killed before it could record them. No data volumes. */
  readonly stray: readonly OwnedObject[];
  /** URNs of resources in the state that must be replaced, because what they wrote is gone. @default none */
  readonly replaced?: readonly string[];
}
