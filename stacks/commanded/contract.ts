import type * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan } from "../container-plan.ts";
import type { NetworkPlan, Scope, VolumePlan } from "../contract.ts";
import type { DeploymentPlan, PlannedImage } from "../deployment-plan.ts";
import type { EngineWords } from "../readiness/ready.ts";
import type { SecretValues } from "../systems/contract.ts";

/** Shell commands that make and remove something. They run in the project's folder. */
export interface Commands {
  readonly create: string;
  /** @default nothing has to be done */
  readonly delete?: string;
  /** For `create`. @default none */
  readonly stdin?: pulumi.Input<string>;
  /** What it makes besides. @default nothing */
  readonly makes?: readonly MadeObject[];
  /** What makes it another object, if that is less than its commands: with the same text here, changed commands change nothing. @default all */
  readonly identity?: string;
}

/**
 * A system for which Pulumi has no provider: a command of its own makes each object. Pure, but for secrets. An object is found again by its kind
 * and name, so `owned` of the system lists it by the same.
 */
export interface Commander {
  /** Name of the system. */
  readonly system: string;
  /** By which programs wait for containers. */
  readonly engine: EngineWords;
  /** Brings an image from where it is built. */
  image(image: PlannedImage): Commands;
  network(network: NetworkPlan, scope: Scope): Commands;
  volume(volume: VolumePlan, scope: Scope): Commands;
  /** Gives the files of an earlier owner's volume to the one that it has now; undefined if nothing has to be done. */
  handOver(volume: VolumePlan): Commands | undefined;
  container(container: ContainerPlan, plan: DeploymentPlan, secrets: SecretValues): Commands;
  /** What runs beside the containers for as long as they do; undefined if nothing does. */
  companion(plan: DeploymentPlan): Companion | undefined;
}

/** Something that runs beside containers, such as what runs their health checks. */
export interface Companion extends Commands {
  readonly kind: string;
  readonly name: string;
}

/** A thing that a command has made. */
export interface MadeObject {
  readonly kind: string;
  readonly name: string;
}
