import { join } from "node:path";
import { buildLogsBeside } from "../build-log.ts";
import type { ContextFile, ImagePlan, Scope } from "../contract.ts";
import type { PackageLayer, PlannedImage } from "../deployment-plan.ts";
import { labelled } from "../rendering/dockerfile.ts";
import { cacheLabel, imageLabel, labelPrefix, ownerLabels } from "../rendering/labels.ts";
import { imageRepository } from "../rendering/names.ts";
import { contentHash } from "./content-hash.ts";

/**
 * The owner labels come before all that is not packages. So no two images have the same layers without a name of their own: Docker 20.10 removes
 * such a layer with the last image that has it, and refuses one of two removals at the same time ("unrecognized image ID"). (The provider has an
 * argument for labels, and ignores it.)
 * @param folder where build contexts are written
 */
export function planImage(plan: ImagePlan, scope: Scope, baseImageId: string, folder: string): PlannedImage {
  const labels = { ...ownerLabels(scope), [imageLabel]: plan.name };
  const dockerfile = labelled(plan.dockerfile, labels, plan.packageLayer ?? baseOf(plan.dockerfile));
  const hash = contentHash({ dockerfile, files: plan.files }, baseImageId);
  return {
    name: plan.name,
    hash,
    reference: `${imageRepository(scope, plan.name)}:${hash}`,
    context: `${folder}/${scope.stack}/${scope.approach}-${plan.name}`,
    buildLog: logOf(`${scope.stack}-${scope.approach}-${plan.name}`, folder),
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
    buildLog: logOf(`packages-${hash}`, folder),
    files: [dockerfileOf(dockerfile)],
  };
}

/** The lines up to that of the base image. */
function baseOf(dockerfile: string): string {
  const [found] = /^(?:#.*\n)*FROM .*\n/.exec(dockerfile) ?? [];
  if (found === undefined) throw new Error("a Dockerfile begins with FROM");
  return found;
}

function logOf(name: string, folder: string): string {
  return join(buildLogsBeside(folder), `${name}.log`);
}

function dockerfileOf(content: string): ContextFile {
  return { path: "Dockerfile", content, mode: 0o644 };
}
