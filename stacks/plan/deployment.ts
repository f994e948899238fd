import type { Workload } from "../../services/contract.ts";
import type { Rendering } from "../contract.ts";
import type { BaseImage, DeploymentPlan, PackageLayer } from "../deployment-plan.ts";
import { planImage, planPackageLayer } from "./images.ts";
import { deploymentOutput } from "./output.ts";
import type { Rendered } from "./rendered.ts";

/** @param folder where build contexts are written, relative to the project */
export function planDeployment(
  workload: Workload,
  rendered: Rendered,
  baseImage: BaseImage,
  folder: string,
): DeploymentPlan {
  const { scope, rendering, published } = rendered;
  const images = rendering.images.map((plan) => planImage(plan, scope, baseImage.id, folder));
  return {
    scope,
    baseImage: baseImage.name,
    rendering,
    published,
    images,
    packageLayers: packageLayersOf(rendering, baseImage.id, folder),
    output: deploymentOutput(workload, rendered, images),
  };
}

/** Each layer once, even if several images have it. */
function packageLayersOf(rendering: Rendering, baseImageId: string, folder: string): PackageLayer[] {
  const dockerfiles = new Set(
    rendering.images.flatMap(({ packageLayer }) => (packageLayer === undefined ? [] : [packageLayer])),
  );
  return [...dockerfiles].map((dockerfile) => planPackageLayer(dockerfile, baseImageId, folder));
}
