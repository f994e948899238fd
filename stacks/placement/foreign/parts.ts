import type { Workload } from "../../../services/contract.ts";
import type { ImagePlan, NetworkPlan, Settings, VolumePlan } from "../../contract.ts";
import { dockerfile } from "../../rendering/dockerfile.ts";
import { networkName, objectName } from "../../rendering/names.ts";
import { numbersOf } from "../../rendering/replicas.ts";
import type { Adopted } from "./container.ts";
import { foreignMounts } from "./mounts.ts";

/**
 * The image of a service, with the whole command as its CMD. Nothing is added to its files.
 */
export function foreignImage({ name, foreign }: Adopted): ImagePlan {
  const { image, argv, health } = foreign;
  const lines = [
    { why: `${image.id}: another image of this name makes another one here`, line: `FROM ${image.reference}` },
    "ENTRYPOINT []",
    `CMD ${JSON.stringify(argv)}`,
    ...(health === undefined ? ["HEALTHCHECK NONE"] : []),
  ];
  return { name, dockerfile: dockerfile(lines), files: [] };
}

/** The networks of the file that a service is on. */
export function foreignNetworks(
  services: readonly Adopted[],
  { foreign }: Workload,
  { scope }: Settings,
): readonly NetworkPlan[] {
  const used = new Set(
    services.flatMap(({ foreign: { service } }) =>
      service.attachment.kind === "networks" ? Object.keys(service.attachment.networks) : [],
    ),
  );
  return Object.entries(foreign?.networks ?? {}).flatMap(([name, network]): NetworkPlan[] => {
    if (!used.has(name)) return [];
    const { external, internal, subnets, options } = network;
    if (external !== undefined) return [{ name, fullName: external, internal, external: true }];
    return [
      {
        name,
        fullName: networkName(scope, name, internal),
        internal,
        ...(subnets.length === 0 ? {} : { subnets }),
        ...(Object.keys(options).length === 0 ? {} : { options }),
      },
    ];
  });
}

/** Each volume that is mounted once: those of the file, and those that have no name there. */
export function foreignVolumes(
  services: readonly Adopted[],
  { foreign }: Workload,
  { scope }: Settings,
): readonly VolumePlan[] {
  const mounts = services.flatMap((service) =>
    numbersOf(service).flatMap((number) => foreignMounts(service.foreign, number)),
  );
  const names = new Set(mounts.flatMap((mount) => (mount.kind === "volume" ? [mount.volume] : [])));
  return [...names].map((name): VolumePlan => {
    const { external, options = {} } = foreign?.volumes[name] ?? {};
    if (external !== undefined) return { name, fullName: external, holds: "data", external: true };
    const given = Object.keys(options).length === 0 ? {} : { options };
    return { name, fullName: objectName(scope, `${scope.workload}-${name}`), holds: "data", ...given };
  });
}
