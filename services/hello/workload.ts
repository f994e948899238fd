import type { FileSource, Workload } from "../contract.ts";

const health = { intervalSeconds: 2, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 10 };
const limits = { memoryMiB: 64, cpus: 0.5, pids: 64 };

/** An HTTP server that answers with JSON about its system, and a client that polls it every five seconds. */
export const workload: Workload<FileSource> = {
  name: "hello",
  summary: "an HTTP server and a client that polls it every 5 s",
  entry: { service: "server", port: 8080 },
  roles: { peer: "client" },
  services: [
    {
      name: "server",
      summary: "answers GET / on 8080 with JSON about its system",
      command: ["/usr/bin/python3", "/app/server.py"],
      packages: ["python3"],
      files: [{ source: "server.py", path: "/app/server.py", mode: 0o644 }],
      env: { PORT: "8080" },
      hosts: {},
      port: 8080,
      dependsOn: {},
      checks: [{ kind: "http", port: 8080, path: "/health", status: 200 }],
      health,
      user: { uid: 10001, gid: 10001 },
      scratch: [],
      volumes: [],
      limits,
      replicas: 1,
      stopSignal: "SIGTERM",
      stopGraceSeconds: 10,
      egress: false,
      says: { started: '"event": "listening"', stopped: '"event": "stopped"' },
    },
    {
      name: "client",
      summary: "polls the server and prints a JSON line per poll",
      command: ["/usr/bin/python3", "/app/client.py"],
      packages: ["python3"],
      files: [{ source: "client.py", path: "/app/client.py", mode: 0o644 }],
      env: { POLL_SECONDS: "5", SERVER_PORT: "8080", HEARTBEAT_FILE: "/run/client/heartbeat" },
      hosts: { SERVER_HOST: "server" },
      dependsOn: { server: "healthy" },
      // The file's age tells whether the client works: it also touches it after a poll that failed because the server is down.
      checks: [{ kind: "fresh-file", path: "/run/client/heartbeat", maxAgeSeconds: 15 }],
      health,
      user: { uid: 10002, gid: 10002 },
      scratch: [{ path: "/run/client", sizeMiB: 1 }],
      volumes: [],
      limits,
      replicas: 1,
      stopSignal: "SIGTERM",
      stopGraceSeconds: 10,
      egress: false,
      says: { started: '"event": "started"', stopped: '"event": "stopped"', works: '"event": "poll".*"ok": true' },
    },
  ],
};
