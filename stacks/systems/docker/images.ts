import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { PackageLayer, PlannedImage } from "../../deployment-plan.ts";
import { proxyBuildArgs } from "./proxy-build-args.ts";

// Another proxy makes no other image: without this, each image would be built again, and could not be removed while it is used.
const ignoreChanges = ["build.buildArgs"];

/** Builds an image from its context. The old and the new image can both exist, because each content has its own tag. */
export function buildImage(
  name: string,
  image: PlannedImage,
  options: pulumi.CustomResourceOptions,
): docker.RemoteImage {
  return new docker.RemoteImage(name, remoteImageArgs(image), { ...options, ignoreChanges });
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
  return new docker.RemoteImage(name, { ...remoteImageArgs(layer), keepLocally: true }, { ...options, ignoreChanges });
}

function remoteImageArgs({ reference, context, hash }: PackageLayer): docker.RemoteImageArgs {
  const buildArgs = proxyBuildArgs(process.env);
  return {
    name: reference,
    build: {
      context,
      dockerfile: "Dockerfile",
      remove: true,
      forceRemove: true,
      // A proxy's address may hold a password.
      ...(buildArgs === undefined ? {} : { buildArgs: pulumi.secret(buildArgs) }),
    },
    // The provider does not look into the context: the hash tells it when to build again.
    triggers: { content: hash },
  };
}
