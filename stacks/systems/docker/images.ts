import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { PackageLayer, PlannedImage } from "../../deployment-plan.ts";

/** Builds an image from its context. The old and the new image can both exist, because each content has its own tag. */
export function buildImage(
  name: string,
  image: PlannedImage,
  options: pulumi.CustomResourceOptions,
): docker.RemoteImage {
  return new docker.RemoteImage(name, buildArgs(image), options);
}

/**
 * Keeps the layer with the packages under its own name. Without a name, the layer would go with the last image that has it, and the next
 * `up` would install the packages again.
 */
export function keepPackageLayer(
  name: string,
  layer: PackageLayer,
  options: pulumi.CustomResourceOptions,
): docker.RemoteImage {
  return new docker.RemoteImage(name, { ...buildArgs(layer), keepLocally: true }, options);
}

function buildArgs({ reference, context, hash }: PackageLayer): docker.RemoteImageArgs {
  return {
    name: reference,
    build: { context, dockerfile: "Dockerfile", remove: true, forceRemove: true },
    // The provider does not read the context: a new hash makes it build again.
    triggers: { content: hash },
  };
}
