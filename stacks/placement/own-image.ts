import type { Service, Workload } from "../../services/contract.ts";
import type { ContextFile, ImagePlan, Settings } from "../contract.ts";
import { configLinks } from "../rendering/configs.ts";
import { baseWithPackages, copyTree, dockerfile } from "../rendering/dockerfile.ts";
import { userOf } from "../rendering/isolation.ts";
import { ownedFiles } from "../rendering/owned-files.ts";
import { restartingCheck, restartingCheckPath, restartsItself } from "../rendering/restarting-check.ts";
import { scratchPoints } from "../rendering/scratch-points.ts";
import { rootFolder, serviceFiles } from "../rendering/service-files.ts";
import { mountPoints, volumeMounts, volumesOf } from "../rendering/volumes.ts";
import { ownCommand, ownScratch } from "./own-container.ts";

/**
 * The image of one service.
 * @param added the placement's own files
 */
export function ownImage(
  service: Service,
  workload: Workload,
  settings: Settings,
  added: readonly ContextFile[] = [],
): ImagePlan {
  const packages = baseWithPackages(settings.baseImage, service.packages);
  const lines = [
    ...packages,
    ...mountPoints(volumeMounts([service]), volumesOf(workload, settings)),
    ...scratchPoints(ownScratch(service)),
    copyTree(`${rootFolder}/`, "/"),
    ...ownedFiles([service]),
    ...configLinks([service]),
    `USER ${userOf(service)}`,
    ...(service.port === undefined ? [] : [`EXPOSE ${service.port}`]),
    `STOPSIGNAL ${service.stopSignal}`,
    `CMD ${JSON.stringify(ownCommand(service))}`,
  ];
  return {
    name: service.name,
    dockerfile: dockerfile(lines),
    ...(service.packages.length === 0 ? {} : { packageLayer: dockerfile(packages) }),
    files: [...serviceFiles(service), ...restartingChecks(service), ...added],
  };
}

function restartingChecks(service: Service): ContextFile[] {
  if (!restartsItself(service)) return [];
  return [{ path: `${rootFolder}${restartingCheckPath}`, content: restartingCheck(service), mode: 0o755 }];
}
