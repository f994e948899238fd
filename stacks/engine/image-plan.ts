import type { ContextFile, ImagePlan, Scope } from "../contract.ts";
import { labelled } from "../rendering/dockerfile.ts";
import { labelPrefix, ownerLabels } from "../rendering/labels.ts";
import { imageRepository } from "../rendering/names.ts";
import { contentHash } from "./content-hash.ts";

/** An image as it will stand on the engine. */
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

/** Label of images that are kept when stacks go, because every stack can use them. */
export const cacheLabel = `${labelPrefix}.cache`;

/**
 * The owner labels stand last in the Dockerfile, where deployments with the same content share every layer above. (The provider accepts
 * labels beside the Dockerfile as well, and leaves them out.)
 * @param folder where build contexts are written
 */
export function planImage(plan: ImagePlan, scope: Scope, baseImageId: string, folder: string): PlannedImage {
  const dockerfile = labelled(plan.dockerfile, ownerLabels(scope));
  const hash = contentHash({ dockerfile, files: plan.files }, baseImageId);
  return {
    name: plan.name,
    hash,
    reference: `${imageRepository(scope, plan.name)}:${hash}`,
    context: `${folder}/${scope.stack}/${scope.approach}-${plan.name}`,
    files: [dockerfileOf(dockerfile), ...plan.files],
  };
}

/** The same for every stack on the same base image with the same packages. */
export function planPackageLayer(packages: string, baseImageId: string, folder: string): PackageLayer {
  const dockerfile = labelled(packages, { [cacheLabel]: "packages" });
  const hash = contentHash({ dockerfile, files: [] }, baseImageId);
  return {
    hash,
    reference: `${labelPrefix}/packages:${hash}`,
    context: `${folder}/packages-${hash}`,
    files: [dockerfileOf(dockerfile)],
  };
}

function dockerfileOf(content: string): ContextFile {
  return { path: "Dockerfile", content, mode: 0o644 };
}
