import type { HealthSchedule, Service, Workload } from "../../services/contract.ts";
import type { ContainerPlan, HealthPlan } from "../container-plan.ts";
import type { ImagePlan, Settings } from "../contract.ts";
import { configLinks, configMounts } from "../rendering/configs.ts";
import { baseWithPackages, copyTree, dockerfile } from "../rendering/dockerfile.ts";
import { isHardened } from "../rendering/hardening.ts";
import { scratchMount, scratchOf } from "../rendering/isolation.ts";
import { objectName } from "../rendering/names.ts";
import { inTurn } from "../rendering/order.ts";
import { ownedFiles } from "../rendering/owned-files.ts";
import { expanded } from "../rendering/replicas.ts";
import { runtimeFolder } from "../rendering/restarting-check.ts";
import { secretMounts } from "../rendering/secrets.ts";
import { rootFolder } from "../rendering/service-files.ts";
import { volumeMounts } from "../rendering/volumes.ts";
import type { Supervision } from "../supervisors/contract.ts";
import { combinedCheck } from "../supervisors/paths.ts";
import { sharedFiles } from "../supervisors/scripts.ts";
import { signals } from "../supervisors/signals.ts";
import { summedLimits } from "./shared-limits.ts";

/** Name of the one image, container and network in their lists. */
export const all = "all";

/** The image with all services and the supervisor. @param folders instructions that make the mount points of volumes */
export function sharedImage(
  workload: Workload,
  settings: Settings,
  supervision: Supervision,
  folders: readonly string[],
): ImagePlan {
  const packages = [...workload.services.flatMap((service) => service.packages), ...supervision.packages];
  const layer = baseWithPackages(settings.baseImage, packages);
  const lines = [
    ...layer,
    ...folders,
    copyTree(`${rootFolder}/`, "/"),
    ...ownedFiles(workload.services),
    ...configLinks(workload.services),
    ...(supervision.instructions ?? []),
    `EXPOSE ${workload.entry.port}`,
    `STOPSIGNAL ${supervision.stop.signal}`,
    `CMD ${JSON.stringify(supervision.command)}`,
  ];
  return {
    name: all,
    dockerfile: dockerfile(lines),
    ...(packages.length === 0 ? {} : { packageLayer: dockerfile(layer) }),
    files: [...sharedFiles(expanded(workload), supervision.log, isHardened(settings)), signals(), ...supervision.files],
  };
}

/** What the container has besides the supervision. */
interface Surroundings extends Pick<ContainerPlan, "grants" | "mounts"> {
  /** Whether a service starts only after the checks of its dependencies pass, so that start periods add up. */
  readonly ordered: boolean;
  /** Whether it ends with a service: then a system must not start it again. */
  readonly endsWithEssential: boolean;
}

/** The one container. Its PID 1 is root, because it starts services as different users and signals them. */
export function sharedContainer(
  workload: Workload,
  { scope }: Settings,
  supervision: Supervision,
  { grants, mounts, ordered, endsWithEssential }: Surroundings,
): ContainerPlan {
  const { services, entry } = workload;
  // Replicas have one set of folders, and run as services of their own.
  const { services: running } = expanded(workload);
  const { command, env = {}, terminal = false, scratch, stop } = supervision;
  return {
    name: all,
    fullName: objectName(scope, all),
    services: services.map(({ name }) => name),
    image: all,
    process: { command, env, workingDir: "/", init: false, terminal },
    identity: { uid: 0, gid: 0, groups: [] },
    mounts: [
      ...scratchOf(services),
      runtimeMount,
      ...scratch,
      ...volumeMounts(services),
      ...secretMounts(services, "secrets"),
      ...configMounts(services, "config"),
      ...mounts,
    ],
    attachments: { networks: [{ name: all, aliases: [] }], publishes: entry.port },
    limits: summedLimits(running),
    startsAfter: [],
    health: checkOf(running, ordered),
    stop,
    restart: endsWithEssential ? "no" : "unless-stopped",
    logs: { maxSizeMiB: 10, maxFiles: 3 },
    grants,
  };
}

/** What the rendering's programs remember while they run, such as failures of checks. */
const runtimeMount = scratchMount(runtimeFolder, 1, 0o755);

/** For the combined check itself, beyond the checks that it runs. */
const checkMarginSeconds = 2;

/** Seconds until a service can be waited for no longer. */
function startSeconds({ health, completes }: Service): number {
  return completes?.withinSeconds ?? health.startPeriodSeconds;
}

/**
 * The services' checks run one after another, so their timeouts add up; otherwise the largest value counts. Services that run to
 * completion have none.
 */
function checkOf(all: readonly Service[], ordered: boolean): HealthPlan {
  const services = all.filter(({ completes }) => completes === undefined);
  const longest = (of: (health: HealthSchedule) => number) => Math.max(...services.map(({ health }) => of(health)));
  return {
    argv: ["/bin/bash", combinedCheck],
    intervalSeconds: longest(({ intervalSeconds }) => intervalSeconds),
    timeoutSeconds: services.reduce((sum, { health }) => sum + health.timeoutSeconds, checkMarginSeconds),
    retries: longest(({ retries }) => retries),
    startPeriodSeconds: ordered ? inTurn(all, startSeconds) : Math.max(...all.map(startSeconds)),
  };
}
