import type { FileSource, Service } from "../contract.ts";

/** Passes if the replica that it is run for, and no other, has worked in the last 20 s. */
const check = '(( EPOCHSECONDS - $(stat --format=%Y "$STATE_FOLDER/replica-$REPLICA") <= 20 ))';

/** Runs twice, and listens on no port. In one container, both replicas have the same user, files and folders. */
export const worker: Service<FileSource> = {
  name: "worker",
  summary: "works alone, several times",
  command: ["/usr/bin/python3", "-B", "/app/worker/worker.py"],
  packages: ["python3"],
  files: ["worker.py", "common.py"].map((source) => ({ source, path: `/app/worker/${source}`, mode: 0o644 })),
  env: { STATE_FOLDER: "/run/worker", WORK_SECONDS: "5" },
  hosts: {},
  dependsOn: {},
  checks: [{ kind: "command", argv: ["/bin/bash", "-c", check] }],
  health: { intervalSeconds: 3, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 6 },
  user: { uid: 10_026, gid: 20_026 },
  scratch: [{ path: "/run/worker", sizeMiB: 1 }],
  volumes: [],
  limits: { memoryMiB: 24, cpus: 0.1, pids: 16 },
  replicas: 2,
  stopSignal: "SIGTERM",
  stopGraceSeconds: 4,
  egress: false,
  says: {
    started: '"service": "worker", "event": "started"',
    stopped: '"service": "worker", "event": "stopped"',
    works: '"service": "worker", "event": "worked"',
  },
};
