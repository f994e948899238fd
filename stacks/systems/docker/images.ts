import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { PackageLayer, PlannedImage } from "../../deployment-plan.ts";

/** Builds an image from its context. Old and new stand side by side, since each content has a tag of its own. */
export function buildImage(
  name: string,
  image: PlannedImage,
  options: pulumi.CustomResourceOptions,
): docker.RemoteImage {
  return new docker.RemoteImage(name, buildArgs(image), options);
}

/**
 * Keeps the layer with the packages under a name of its own. Without one, removing the last image that has it removes the layer, and
 * the next `up` installs the packages again.
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
    // The provider does not look into the context: the hash tells it when to build again.
    triggers: { content: hash },
  };
}
