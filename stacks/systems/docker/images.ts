import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { DeploymentPlan, PackageLayer, PlannedImage } from "../../deployment-plan.ts";

// Another proxy or builder makes no other image: without this, each image would be built again, and could not be removed while it is used.
const ignoreChanges = ["build.buildArgs", "build.buildLogFile", "build.useLegacyBuilder"];

/** What a build needs besides its context. */
interface Building {
  readonly options: pulumi.CustomResourceOptions;
  readonly builder: Builder;
}

/** How a daemon's images are built. */
export interface Builder {
  /** Whether the legacy builder has to be used. */
  readonly legacy: boolean;
  /** Build arguments with proxies. */
  readonly proxies: Readonly<Record<string, string>> | undefined;
}

/** Builds the images of a deployment, and before them the layers with packages that they begin with. @returns by name in the rendering */
export function buildImages(
  { scope, images, packageLayers }: DeploymentPlan,
  options: pulumi.CustomResourceOptions,
  builder: Builder,
): Readonly<Record<string, docker.RemoteImage>> {
  const layers = packageLayers.map((layer) =>
    keepPackageLayer(`${scope.approach}-packages-${layer.hash}`, layer, { options, builder }),
  );
  const built = images.map((image) => {
    const building = { options: { ...options, dependsOn: layers }, builder };
    return [image.name, buildImage(`${scope.approach}-${image.name}`, image, building)] as const;
  });
  return Object.fromEntries(built);
}

/** Builds an image from its context. The old and the new image can both exist, because each content has its own tag. */
function buildImage(name: string, image: PlannedImage, { options, builder }: Building): docker.RemoteImage {
  return new docker.RemoteImage(name, remoteImageArgs(image, builder), { ...options, ignoreChanges });
}

/**
 * Keeps the layer with the packages under its own name. Without a name, the layer would go with the last image that has it, and the next
 * `up` would install the packages again.
 */
function keepPackageLayer(name: string, layer: PackageLayer, { options, builder }: Building): docker.RemoteImage {
  const args = { ...remoteImageArgs(layer, builder), keepLocally: true };
  return new docker.RemoteImage(name, args, { ...options, ignoreChanges });
}

function remoteImageArgs(
  { reference, context, buildLog, hash }: PackageLayer,
  { legacy, proxies }: Builder,
): docker.RemoteImageArgs {
  return {
    name: reference,
    build: {
      context,
      dockerfile: "Dockerfile",
      remove: true,
      forceRemove: true,
      // A proxy's address may hold a password.
      buildLogFile: buildLog,
      ...(legacy ? { useLegacyBuilder: true } : {}),
      ...(proxies === undefined ? {} : { buildArgs: pulumi.secret(proxies) }),
    },
    // The provider does not look into the context: the hash tells it when to build again.
    triggers: { content: hash },
  };
}
