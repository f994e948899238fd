import type { HealthSchedule, Limits, Service, Workload } from "../../../services/contract.ts";
import type { HealthcheckPlan, ImagePlan, NetworkPlan, Settings, UnitPlan } from "../../contract.ts";
import { baseWithPackages, copyTree, dockerfile } from "../dockerfile.ts";
import { tmpfsFor } from "../isolation.ts";
import { networkName, objectName } from "../names.ts";
import { inTurn } from "../order.ts";
import { rootFolder } from "../service-files.ts";
import { opened, singleReplica } from "../warnings.ts";
import { combinedCheck } from "./paths.ts";
import { foldedFiles } from "./scripts.ts";

/** What differs between approaches that put all services into one container. */
export interface Folding {
  /** What the supervisor needs, beside the services' packages. */
  readonly packages: readonly string[];
  /** The supervisor's files. */
  readonly files: ImagePlan["files"];
  /** Exec form; the container's first process. */
  readonly command: readonly string[];
  /** Lines of the Dockerfile between the files and the command. @default none */
  readonly instructions?: readonly string[];
  /** Folders that the supervisor writes, with mount options. */
  readonly tmpfs: Readonly<Record<string, string>>;
  /** Whether a service starts only when those that it needs pass their checks, so that start periods add up. @default false */
  readonly ordersStart?: boolean;
  /** What else differs from `foldedUnit`. */
  readonly unit?: Partial<UnitPlan>;
}

/** Name of the one image, unit and network in their lists. */
const all = "all";

/** The image with every service and the supervisor. */
export function foldedImage(workload: Workload, settings: Settings, folding: Folding): ImagePlan {
  const packages = [...workload.services.flatMap((service) => service.packages), ...folding.packages];
  const layer = baseWithPackages(settings.baseImage, packages);
  const lines = [
    ...layer,
    copyTree(`${rootFolder}/`, "/"),
    ...(folding.instructions ?? []),
    `EXPOSE ${workload.entry.port}`,
    `STOPSIGNAL ${folding.unit?.stopSignal ?? "SIGTERM"}`,
    `CMD ${JSON.stringify(folding.command)}`,
  ];
  return {
    name: all,
    dockerfile: dockerfile(lines),
    ...(packages.length === 0 ? {} : { packageLayer: dockerfile(layer) }),
    files: [...foldedFiles(workload), ...folding.files],
  };
}

/**
 * The one container. Its first process is root, since it starts services as different users and signals them; it has the capabilities
 * for that and no others.
 */
export function foldedUnit(workload: Workload, { scope, publish }: Settings, folding: Folding): UnitPlan {
  const { services, entry } = workload;
  return {
    name: all,
    fullName: objectName(scope, all),
    services: services.map(({ name }) => name),
    image: all,
    command: folding.command,
    env: {},
    user: "0:0",
    workingDir: "/",
    networks: [{ name: all, aliases: [] }],
    ports: [{ address: publish.address, external: publish.port, internal: entry.port }],
    tmpfs: { ...tmpfsFor(services), ...folding.tmpfs },
    volumes: services.flatMap(({ volumes }) => volumes),
    readOnlyRoot: true,
    capabilities: { add: ["KILL", "SETGID", "SETPCAP", "SETUID"], drop: ["ALL"] },
    noNewPrivileges: true,
    limits: summed(services),
    init: false,
    restart: "unless-stopped",
    healthcheck: checkOf(services, folding.ordersStart ?? false),
    stopSignal: "SIGTERM",
    stopGraceSeconds: Math.max(...services.map(({ stopGraceSeconds }) => stopGraceSeconds)),
    logs: { maxSizeMiB: 10, maxFiles: 3 },
    ...folding.unit,
  };
}

/** One network, with a way out: the entry is published from it. */
export function foldedNetworks({ scope }: Settings): NetworkPlan[] {
  return [{ name: all, fullName: networkName(scope, all, false), internal: false }];
}

/** What no approach with one container can honour. */
export function foldedWarnings({ services }: Workload): string[] {
  const { memoryMiB, cpus, pids } = summed(services);
  const processors = cpus === 1 ? "1 processor" : `${cpus} processors`;
  const together = `limits hold for all services together: ${memoryMiB} MiB, ${processors}, ${pids} processes`;
  return [
    ...services.flatMap((service) => singleReplica(service, "process")),
    ...(services.length > 1 ? [together] : []),
    ...opened(services),
  ];
}

function summed(services: readonly Service[]): Limits {
  const total = (of: (limits: Limits) => number) => services.reduce((sum, { limits }) => sum + of(limits), 0);
  return {
    memoryMiB: total(({ memoryMiB }) => memoryMiB),
    cpus: total(({ cpus }) => cpus),
    pids: total(({ pids }) => pids),
  };
}

/** The services' checks run one after another: time for all of them, and the patience of the most patient. */
function checkOf(services: readonly Service[], ordered: boolean): HealthcheckPlan {
  const longest = (of: (health: HealthSchedule) => number) => Math.max(...services.map(({ health }) => of(health)));
  return {
    argv: ["/bin/bash", combinedCheck],
    intervalSeconds: longest(({ intervalSeconds }) => intervalSeconds),
    timeoutSeconds: services.reduce((sum, { health }) => sum + health.timeoutSeconds, 0),
    retries: longest(({ retries }) => retries),
    startPeriodSeconds: ordered
      ? inTurn(services, ({ health }) => health.startPeriodSeconds)
      : longest(({ startPeriodSeconds }) => startPeriodSeconds),
  };
}
