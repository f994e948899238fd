import type { ComponentResource, CustomResourceOptions, Output, Resource } from "@pulumi/pulumi";
import type { ForeignImage, ImageFacts } from "../../services/foreign/contract.ts";
import type { ContainerPlan } from "../container-plan.ts";
import type { HostFacts, SystemRequirement } from "../contract.ts";
import type { BaseImage, DeploymentPlan, PlannedImage } from "../deployment-plan.ts";
import type { DataRoom } from "./data-room.ts";
import type { Guest } from "./guest.ts";
import type { DataVolume, LookedAt, SystemLook } from "./look.ts";
import type { Unfit } from "./unfit.ts";

export type { ContainerLook, DataVolume, LookedAt, NetworkLook, SystemLook, VolumeLook } from "./look.ts";

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
   * Its containers, networks, volumes and images, read once before anything is planned.
   * @throws UserError if it does not answer, or is too old
   */
  look(): Promise<SystemLook>;
  /** Called only if an approach reads it. */
  host(): Promise<HostFacts>;
  /**
   * Host at which this machine reaches what is published at an address; undefined if it cannot, as for loopback of another machine. Pure.
   * @param address an IP address of the system's host; may be a wildcard
   */
  reach(address: string): string | undefined;
  /** Which one it is: another at the same address, such as one that was installed anew, is not the same. */
  place(): Promise<Place>;
  /** Address of the one that a state's resources are on; undefined if the state does not tell. Pure. */
  addressIn(resources: readonly StateResource[]): string | undefined;
  /** Number of processors of its host. Called only if a container may use more than one. */
  processors(): Promise<number>;
  /**
   * The base image of deployments: the configured one, pulled if the system does not have it, else the first candidate that it has.
   * @throws UserError if there is none
   */
  baseImage(configured: string | undefined, candidates: readonly string[], look: SystemLook): Promise<BaseImage>;
  /** Checks that there is disk space for images that will be built. @throws UserError if not */
  checkRoom(missing: readonly PlannedImage[]): Promise<void>;
  /** Remedy for an object that is in the way: how to inspect and to remove it. Pure. */
  removal(name: string, kind: LookedAt): string;
  /** Tries whether it meets a requirement. @param image a base image that it has @returns why not; undefined if it does */
  lacks(requirement: SystemRequirement, image: string): Promise<string | undefined>;
  /** Text of an image's /etc/os-release; empty if it has none. @param image one that it has */
  release(image: string): Promise<string>;
  /**
   * Gets a ready image, by pulling or building it, and reads what it says of itself.
   * @param tag of one that is built and has no name
   * @returns why not, if it cannot be had
   */
  foreignImage(image: ForeignImage, tag: string): Promise<ImageFacts | string>;
  /** What may be why a deployment has failed. Called after a failure. @returns one line each, with what to do */
  diagnose(): Promise<readonly string[]>;
  /** Loads what creates deployments. Separate, so that commands which create nothing do not load Pulumi's SDK. */
  creator(): Promise<CreateDeployment>;
  /** What it needs on this machine, and how that is installed. @default what setup provides for every system */
  readonly tools?: SystemTools;
  /** Why this machine or user cannot use it, as far as its programs tell; undefined if they can. @default they can */
  readonly lacksTools?: () => Promise<string | undefined>;
  /**
   * Whether each of its containers is a machine with a kernel of its own: what runs in it is no process of this machine's /proc. @default false
   */
  readonly ownKernel?: boolean;
  /** Name of the program that starts a container again: an ancestor of its PID 1. @default a daemon, which is none */
  readonly keeper?: string;
  /** Files and folders of this machine that hold images. @param references of images that it has @default it does not tell */
  readonly imageFolders?: (references: readonly string[]) => Promise<readonly string[]>;
  /** What builds images for systems that do not build them. @default it builds none */
  readonly builder?: ImageBuilder;
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

/** Builds the images of a deployment, for a system that runs them. @returns what must be done before they are there */
export type BuildImages = (plan: DeploymentPlan, options: CustomResourceOptions) => readonly Resource[];

/** By the secret's name. All are secret to Pulumi. */
export type SecretValues = Readonly<Record<string, Output<string>>>;

/** Programs of a system that runs on this machine. */
export interface SystemTools {
  /** Names, to be found on PATH. */
  readonly programs: readonly string[];
  /** Packages of Debian and Ubuntu that have them. */
  readonly packages: readonly string[];
  /** Whether only root can use them as they are used here. */
  readonly root: boolean;
  /** A command whose first line tells the version. */
  readonly version: readonly [string, ...string[]];
  /** The oldest version that has what is used of it, such as `4.0`. @default any */
  readonly oldest?: string;
  /** Controllers of cgroups that its limits need on this machine. @default none */
  readonly controllers?: readonly string[];
  /** Kernel and initramfs of its guests, made where they are missing. @default it has no guests */
  readonly guest?: Guest;
  /** Why this machine cannot use it, whatever is installed; undefined if it can. @default every Linux machine can */
  readonly unfit?: () => Promise<Unfit | undefined>;
}

/** A system that builds images for others. */
export interface ImageBuilder {
  /** Loads what builds. */
  load(): Promise<BuildImages>;
  /** Words of a command that writes images, whose references follow, as an archive of Docker's form to its standard output. */
  readonly saving: readonly string[];
  /** Words of a command that writes the root file system of an image, whose reference follows, as a tar archive to its standard output. */
  readonly exporting: readonly string[];
}

/** Where a system is. */
export interface Place {
  /** Of the system itself, the same for as long as it keeps its objects. */
  readonly id: string;
  /** For messages. */
  readonly address: string;
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
  readonly outputs?: { readonly name?: string; readonly [property: string]: unknown };
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
