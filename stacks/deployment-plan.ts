import type { ContextFile, Rendering, Scope } from "./contract.ts";
import type { DeploymentOutput } from "./outputs.ts";

/** Everything about a deployment that is decided before its first resource is created. */
export interface DeploymentPlan {
  readonly scope: Scope;
  readonly rendering: Rendering;
  /** Name of the image that every image starts from. */
  readonly baseImage: string;
  readonly published: PublishedPort;
  readonly images: readonly PlannedImage[];
  readonly packageLayers: readonly PackageLayer[];
  readonly output: DeploymentOutput;
}

/** Where the workload's entry is published. */
export interface PublishedPort {
  /** Name of the ContainerPlan that publishes it. */
  readonly container: string;
  /** Address on the host. */
  readonly address: string;
  /** Port on the host. */
  readonly external: number;
  /** Port in the container. */
  readonly internal: number;
}

/** An image as the system will have it. */
export interface PlannedImage {
  /** Unique in the rendering. */
  readonly name: string;
  /** `repository:tag`; the tag is the hash of the content. */
  readonly reference: string;
  readonly hash: string;
  /** Folder of the build context. Relative to the project, so that the state does not depend on the clone's path. */
  readonly context: string;
  /** File for the log of its build, whose folder is there. Relative to the project. */
  readonly buildLog: string;
  /** The whole context, with the Dockerfile. */
  readonly files: readonly ContextFile[];
}

/** A layer that has a name of its own, so that it stays when an image is removed. */
export type PackageLayer = Omit<PlannedImage, "name">;

/** A base image as the system has it. */
export interface BaseImage {
  readonly name: string;
  readonly id: string;
}
