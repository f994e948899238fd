import type { ContextFile, Rendering, Scope } from "./contract.ts";
import type { DeploymentOutput } from "./outputs.ts";

/** Everything that is decided about a deployment before its first resource exists. */
export interface DeploymentPlan {
  readonly scope: Scope;
  readonly rendering: Rendering;
  readonly published: PublishedPort;
  readonly images: readonly PlannedImage[];
  readonly packageLayers: readonly PackageLayer[];
  readonly output: DeploymentOutput;
}

/** Where the workload's entry is reached. */
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

/** An image as it will stand on the system. */
export interface PlannedImage {
  /** Unique in the rendering. */
  readonly name: string;
  /** `repository:tag`; the tag is the hash of the content. */
  readonly reference: string;
  readonly hash: string;
  /** Folder of the build context, relative to the project so that the same program in another clone shows no difference. */
  readonly context: string;
  /** All of the context, the Dockerfile included. */
  readonly files: readonly ContextFile[];
}

/** A layer that is kept under a name of its own. */
export type PackageLayer = Omit<PlannedImage, "name">;

/** A base image as the system has it. */
export interface BaseImage {
  readonly name: string;
  readonly id: string;
}
