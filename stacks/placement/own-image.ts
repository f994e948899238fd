import type { Service } from "../../services/contract.ts";
import type { ContextFile, ImagePlan, Settings } from "../contract.ts";
import { baseWithPackages, copyTree, dockerfile } from "../rendering/dockerfile.ts";
import { userOf } from "../rendering/isolation.ts";
import { restartingCheck, restartingCheckPath, restartsItself } from "../rendering/restarting-check.ts";
import { rootFolder, serviceFiles } from "../rendering/service-files.ts";

/**
 * The image of one service.
 * @param added the placement's own files
 */
export function ownImage(service: Service, { baseImage }: Settings, added: readonly ContextFile[] = []): ImagePlan {
  const packages = baseWithPackages(baseImage, service.packages);
  const lines = [
    ...packages,
    copyTree(`${rootFolder}/`, "/"),
    `USER ${userOf(service)}`,
    ...(service.port === undefined ? [] : [`EXPOSE ${service.port}`]),
    `STOPSIGNAL ${service.stopSignal}`,
    `CMD ${JSON.stringify(service.command)}`,
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
