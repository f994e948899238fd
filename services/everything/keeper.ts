import type { FileSource, Service, VolumeFacts, VolumeMount } from "../contract.ts";
import { hostileFolder } from "./hostile.ts";

/** Written by the keeper, and read by others. */
export const shared = "shared";

/** What the keeper's volumes are, where more users than one mount them. */
export const volumeFacts: Readonly<Record<string, VolumeFacts>> = { [shared]: { gid: 20_030 } };

/** What keeps the keeper's data. */
export const kept = "kept";

/** Where a service reads what the keeper writes: at a path of its own, because services may share a container. */
export function sharedAt(service: string): VolumeMount {
  return { name: shared, path: `/srv/${service}/shared`, readOnly: true };
}

const sharedFolder = "/srv/keeper/shared";

/** Keeps data in volumes. */
export const keeper: Service<FileSource> = {
  name: "keeper",
  summary: "counts its starts in a volume of its own, and its beats in one that others read",
  command: ["/bin/sh", "/app/keeper/keeper.sh"],
  packages: [],
  files: [{ source: "keeper.sh", path: "/app/keeper/keeper.sh", mode: 0o644 }],
  env: {
    DATA_FOLDER: hostileFolder,
    SHARED_FOLDER: sharedFolder,
    HEARTBEAT_FILE: "/run/keeper/heartbeat",
    BEAT_SECONDS: "2",
  },
  hosts: {},
  dependsOn: {},
  checks: [{ kind: "fresh-file", path: "/run/keeper/heartbeat", maxAgeSeconds: 8 }],
  health: { intervalSeconds: 2, timeoutSeconds: 2, retries: 3, startPeriodSeconds: 5 },
  user: { uid: 10_025, gid: 20_025 },
  scratch: [
    { path: "/run/keeper", sizeMiB: 1 },
    { path: "/srv/keeper/tools", sizeMiB: 1, mode: 0o750, exec: true },
  ],
  volumes: [
    { name: kept, path: hostileFolder },
    { name: shared, path: sharedFolder },
  ],
  limits: { memoryMiB: 24, cpus: 0.15, pids: 16 },
  replicas: 1,
  stopSignal: "SIGTERM",
  stopGraceSeconds: 7,
  egress: false,
  says: {
    started: '"service": "keeper", "event": "started"',
    stopped: '"service": "keeper", "event": "stopped"',
  },
};
