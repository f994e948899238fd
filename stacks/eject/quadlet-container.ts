import type { Loss } from "../../errors/loss.ts";
import { translated, type ContainerPlan, type HealthPlan } from "../container-plan.ts";
import { completionLabel, ownerLabels } from "../rendering/labels.ts";
import type { Ejectable } from "./ejectable.ts";
import { losing, type Lost } from "./losing.ts";
import { attachmentPairs } from "./quadlet-attachments.ts";
import { extrasPairs } from "./quadlet-extras.ts";
import { grantPairs } from "./quadlet-grants.ts";
import { mountPairs } from "./quadlet-mounts.ts";
import { orderPairs, servicePairs } from "./quadlet-service.ts";
import { keyOr, labels, quoted, raw, unit, type EjectedFile, type Pair } from "./quadlet-unit.ts";

/**
 * The unit of a container.
 * @param root folder that all files were written into, as systemd has it
 * @param losses to which its own are added
 */
export function containerUnit(container: ContainerPlan, plan: Ejectable, root: string, losses: Loss[]): EjectedFile {
  const { name, fullName, services, image, process, identity, mounts, attachments, ...more } = container;
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  const lost = losing(name, losses);
  const context = { root, volumes: plan.rendering.volumes, lost };
  return unit(`${name}.container`, [
    ["Unit", orderPairs(startsAfter, attachments, plan, lost)],
    [
      "Container",
      [
        ["ContainerName", raw(fullName)],
        ["Image", `${image}.build`],
        ...processPairs(process, lost),
        ...identityPairs(identity),
        ...attachmentPairs(name, attachments, plan),
        ...mounts.flatMap((mount) => mountPairs(mount, context)),
        ...grantPairs(grants, lost),
        ...limitPairs(limits),
        ...(health === undefined ? [] : healthPairs(health)),
        ["StopSignal", stop.signal],
        ["StopTimeout", String(stop.graceSeconds)],
        ...extrasPairs(name, extras, root, lost),
        ...(extras?.logging === undefined ? logPairs(logs, lost) : []),
        ...labels({ ...extras?.labels, ...ownerLabels(plan.scope, services), ...completionLabel(completes) }),
      ],
    ],
    ["Service", servicePairs({ completes, restart, stop, health }, lost)],
    ["Install", [["WantedBy", "default.target"]]],
  ]);
}

function processPairs(
  { command, env, workingDir, init, terminal, ...rest }: ContainerPlan["process"],
  lost: Lost,
): readonly Pair[] {
  translated(rest);
  if (terminal) lost("terminal", "Quadlet gives none, so PodmanArgs does");
  // Quadlet loses an empty word with all that follow it, and systemd ends a command at a semicolon. The image's CMD is the same.
  const writable = command.every((word) => word !== "" && word !== ";");
  return [
    ...(writable ? [["Exec", command.map(quoted).join(" ")] as const] : []),
    ...Object.entries(env).map(([key, value]) => ["Environment", quoted(`${key}=${value}`)] as const),
    keyOr("WorkingDir", "workdir", workingDir),
    ["RunInit", String(init)],
    ...(terminal ? [["PodmanArgs", "--tty"] as const] : []),
  ];
}

function identityPairs({ uid, gid, groups, ...rest }: ContainerPlan["identity"]): readonly Pair[] {
  translated(rest);
  return [
    ["User", String(uid)],
    ["Group", String(gid)],
    ...groups.map((group) => ["GroupAdd", String(group)] as const),
  ];
}

function limitPairs({
  memoryMiB,
  memorySwapMiB = memoryMiB,
  cpus,
  pids,
  ...rest
}: ContainerPlan["limits"]): readonly Pair[] {
  translated(rest);
  const swap = memorySwapMiB === -1 ? "-1" : `${memorySwapMiB ?? 0}m`;
  const words = [
    ...(memoryMiB === undefined ? [] : [`--memory=${memoryMiB}m`, `--memory-swap=${swap}`]),
    ...(cpus === undefined ? [] : [`--cpus=${cpus}`]),
  ];
  return [
    ...(words.length === 0 ? [] : [["PodmanArgs", words.join(" ")] as const]),
    ...(pids === undefined ? [] : [["PidsLimit", String(pids)] as const]),
  ];
}

function healthPairs({ argv, probe = argv, ...schedule }: HealthPlan): readonly Pair[] {
  const { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds, ...rest } = schedule;
  translated(rest);
  if (probe.length === 0) throw new Error("a health check has an empty probe");
  return [
    // Quadlet takes it as it stands, and podman takes JSON.
    ["HealthCmd", raw(JSON.stringify(argv))],
    ["HealthInterval", `${intervalSeconds}s`],
    ["HealthTimeout", `${timeoutSeconds}s`],
    ["HealthRetries", String(retries)],
    ["HealthStartPeriod", `${startPeriodSeconds}s`],
    ["Notify", "healthy"],
  ];
}

function logPairs({ maxSizeMiB, maxFiles, ...rest }: ContainerPlan["logs"], lost: Lost): readonly Pair[] {
  translated(rest);
  if (maxFiles > 1) lost("several log files", `podman keeps one of ${maxSizeMiB} MiB`);
  return [
    ["LogDriver", "k8s-file"],
    ["PodmanArgs", `--log-opt max-size=${maxSizeMiB}m`],
  ];
}
