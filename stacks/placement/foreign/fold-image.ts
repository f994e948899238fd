import type { Workload } from "../../../services/contract.ts";
import type { ExtrasPlan, Mount } from "../../container-plan.ts";
import type { ImagePlan, Settings } from "../../contract.ts";
import { baseWithPackages, copyTree, dockerfile } from "../../rendering/dockerfile.ts";
import { expanded } from "../../rendering/replicas.ts";
import { scratchPoints } from "../../rendering/scratch-points.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import type { Supervision } from "../../supervisors/contract.ts";
import { enter } from "../../supervisors/entering.ts";
import { sharedFiles } from "../../supervisors/scripts.ts";
import { signals } from "../../supervisors/signals.ts";
import { all } from "../shared-container.ts";
import type { Adopted } from "./container.ts";
import { mayMount, mounting, rootFiles, rootLines, throughMounting } from "./roots.ts";

/** The image with every service's root and the supervisor. @param run the workload as the supervisor runs it */
export function imageOf(
  run: Workload,
  services: readonly Adopted[],
  supervision: Supervision,
  { extras, mounts }: { readonly extras: ExtrasPlan; readonly mounts: readonly Mount[] },
  settings: Settings,
): ImagePlan {
  const layer = baseWithPackages(settings.baseImage, supervision.packages);
  const lines = [
    ...layer,
    ...rootLines(services),
    ...scratchPoints(mounts),
    copyTree(`${rootFolder}/`, "/"),
    ...(supervision.instructions ?? []),
    `STOPSIGNAL ${supervision.stop.signal}`,
    `CMD ${JSON.stringify(commandOf(run, supervision))}`,
  ];
  return {
    name: all,
    dockerfile: dockerfile(lines),
    ...(supervision.packages.length === 0 ? {} : { packageLayer: dockerfile(layer) }),
    files: [
      ...sharedFiles(expanded(run), supervision.log, false),
      enter(),
      signals(),
      ...(mayMount(run) ? [mounting()] : []),
      ...rootFiles(services, extras.names),
      ...supervision.files,
    ],
  };
}

/** The command of PID 1. */
export function commandOf(run: Workload, { command }: Supervision): readonly string[] {
  return mayMount(run) ? [...throughMounting, ...command] : command;
}
