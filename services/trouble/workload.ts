import type { FileSource, Service, Workload } from "../contract.ts";

/** Each service has its own copy, because services may share a container. */
const orders = (service: string): FileSource => ({
  source: "orders.py",
  path: `/app/${service}/orders.py`,
  mode: 0o644,
});

/** The same values as those of hello, so that results can be compared. */
const common = {
  packages: ["python3"],
  hosts: {},
  dependsOn: {},
  health: { intervalSeconds: 2, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 10 },
  volumes: [],
  limits: { memoryMiB: 64, cpus: 0.5, pids: 64 },
  replicas: 1,
  stopSignal: "SIGTERM",
  // Short, since the lab waits for it; both stop within a second.
  stopGraceSeconds: 3,
  egress: false,
} satisfies Partial<Service<FileSource>>;

/** The server of hello, and a companion that misbehaves on order. For experiments. */
export const workload: Workload<FileSource> = {
  name: "trouble",
  summary: "an HTTP server and a service that misbehaves on order, for experiments",
  entry: { service: "server", port: 8080 },
  roles: {
    misbehaves: {
      server: ["log", "serve"],
      companion: ["log", "leak", "fork", "fill", "spin", "crash", "deaf"],
    },
  },
  services: [
    {
      ...common,
      name: "server",
      summary: "answers GET / on 8080 with JSON about its system",
      command: ["/usr/bin/python3", "-B", "/app/server/server.py"],
      files: [
        { source: "server.py", path: "/app/server/server.py", mode: 0o644 },
        { source: "../hello/server.py", path: "/app/server/hello.py", mode: 0o644 },
        { source: "loop.py", path: "/app/server/loop.py", mode: 0o644 },
        orders("server"),
      ],
      env: { PORT: "8080", SCRATCH_FOLDER: "/run/server" },
      port: 8080,
      checks: [{ kind: "http", port: 8080, path: "/health", status: 200 }],
      user: { uid: 10001, gid: 10001 },
      scratch: [{ path: "/run/server", sizeMiB: 1 }],
      says: { started: '"event": "listening"', stopped: '"event": "stopped"' },
    },
    {
      ...common,
      name: "companion",
      summary: "misbehaves on order",
      command: ["/usr/bin/python3", "-B", "/app/companion/companion.py"],
      files: [
        { source: "companion.py", path: "/app/companion/companion.py", mode: 0o644 },
        { source: "standing.py", path: "/app/companion/standing.py", mode: 0o644 },
        orders("companion"),
      ],
      env: { SCRATCH_FOLDER: "/run/companion", STATE_FOLDER: "/var/lib/companion" },
      checks: [{ kind: "fresh-file", path: "/run/companion/companion.heartbeat", maxAgeSeconds: 15 }],
      user: { uid: 10002, gid: 10002 },
      scratch: [{ path: "/run/companion", sizeMiB: 16 }],
      // An order to crash at every start must outlive the container.
      volumes: [{ name: "companion", path: "/var/lib/companion" }],
      says: { started: '"event": "started"', stopped: '"event": "stopped"' },
    },
  ],
};
