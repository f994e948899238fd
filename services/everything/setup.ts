import type { FileSource, Service } from "../contract.ts";

/** Runs to completion before the entry starts. */
export const setup: Service<FileSource> = {
  name: "setup",
  summary: "prepares once, and ends",
  command: ["/bin/sh", "/app/setup/setup.sh"],
  packages: [],
  files: [{ source: "setup.sh", path: "/app/setup/setup.sh", mode: 0o644 }],
  env: {},
  hosts: {},
  dependsOn: {},
  completes: { withinSeconds: 10 },
  checks: [],
  health: { intervalSeconds: 2, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 5 },
  user: { uid: 10_024, gid: 20_024 },
  scratch: [],
  volumes: [],
  limits: { memoryMiB: 16, cpus: 0.1, pids: 8 },
  replicas: 1,
  stopSignal: "SIGTERM",
  stopGraceSeconds: 5,
  egress: false,
  says: { started: '"service": "setup", "event": "started"', works: '"service": "setup", "event": "done"' },
};
