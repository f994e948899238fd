import type { Rendering, Scope } from "../contract.ts";
import type { DeploymentPlan, PublishedPort } from "../deployment-plan.ts";
import { planImage } from "../plan/images.ts";
import { publisherIn } from "../plan/publisher.ts";

/** What is needed of a deployment to write it for another program. */
export type Ejectable = Pick<DeploymentPlan, "scope" | "rendering" | "published" | "images">;

/** Where it is to be published on the host. */
export type Publishing = Pick<PublishedPort, "address" | "external">;

/**
 * A rendering as it is written, with a build context for each image below `images`.
 * @param baseImage what tells one base image from another, such as its id
 */
export function ejectable(rendering: Rendering, scope: Scope, publishing: Publishing, baseImage: string): Ejectable {
  const images = rendering.images.map((plan) => ({
    ...planImage(plan, scope, baseImage, "images"),
    context: `images/${plan.name}`,
  }));
  return { scope, rendering, published: { ...publisherIn(rendering), ...publishing }, images };
}
