import type { FileSource, Service, Workload } from "../contract.ts";

const entryPort = 8080;
const password = "redis-password";

/** Each service has its own copy of a file, because services may share a container. */
const program = (service: string, source: string): FileSource => ({
  source,
  path: `/app/${service}/${source}`,
  mode: 0o644,
});

/** Where a service finds the password. Services that share a container have a file each. */
const passwordFile = (service: string) => ({
  name: `${service}-${password}`,
  path: `/run/secrets/${service}-${password}`,
});

const says = (service: string, event: string) => `"service": "${service}", "event": "${event}"`;

/** A program of this workload that uses Redis. */
function client(name: string) {
  const { name: file, path } = passwordFile(name);
  return {
    name,
    command: ["/usr/bin/python3", "-B", `/app/${name}/${name}.py`],
    packages: ["python3", "python3-redis"],
    files: [program(name, `${name}.py`), program(name, "jobs.py")],
    hosts: { REDIS_HOST: "redis" },
    dependsOn: { redis: "healthy" },
    secrets: { [password]: { file } },
    env: { PASSWORD_FILE: path },
    stopSignal: "SIGTERM",
    stopGraceSeconds: 10,
    egress: false,
  } satisfies Partial<Service<FileSource>>;
}

/** Passes if the replica that it is run for, and no other, has worked in the last 20 s. */
const alive = '(( EPOCHSECONDS - $(/usr/bin/stat --format=%Y "$STATE_FOLDER/replica-$REPLICA") <= 20 ))';
const ping =
  // The letter keeps newlines at the password's end.
  'password=$(cat "$PASSWORD_FILE"; echo x); answer=$(REDISCLI_AUTH=${password%x} /usr/bin/redis-cli -h 127.0.0.1 ping) && [ "$answer" = PONG ] || { echo "$answer"; exit 1; }';

const web = client("web");
const worker = client("worker");

/** A web app that takes jobs, Redis that keeps them, and workers that do them. */
export const workload: Workload<FileSource> = {
  name: "queue",
  summary: "takes jobs over HTTP, keeps them in Redis, does each exactly once",
  entry: { service: "web", port: entryPort },
  roles: { data: { service: "redis", volume: "jobs" } },
  secrets: { [password]: { generated: { length: 32 } } },
  services: [
    {
      ...web,
      summary: "takes jobs, and tells of them; reading stays up without Redis",
      env: { ...web.env, PORT: String(entryPort) },
      port: entryPort,
      checks: [{ kind: "http", port: entryPort, path: "/health", status: 200 }],
      health: { intervalSeconds: 2, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 10 },
      user: { uid: 10_041, gid: 20_041 },
      scratch: [],
      volumes: [],
      limits: { memoryMiB: 64, cpus: 0.5, pids: 64 },
      replicas: 1,
      says: { started: says("web", "started"), stopped: says("web", "stopped") },
    },
    {
      ...worker,
      summary: "does jobs, and takes over those of workers that were killed",
      env: { ...worker.env, STATE_FOLDER: "/run/worker", LEASE_MS: "5000" },
      checks: [{ kind: "command", argv: ["/bin/bash", "-c", alive] }],
      health: { intervalSeconds: 3, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 10 },
      user: { uid: 10_042, gid: 20_042 },
      scratch: [{ path: "/run/worker", sizeMiB: 1 }],
      volumes: [],
      limits: { memoryMiB: 48, cpus: 0.25, pids: 16 },
      replicas: 2,
      says: { started: says("worker", "started"), stopped: says("worker", "stopped"), works: says("worker", "worked") },
    },
    {
      name: "redis",
      summary: "keeps jobs, on disk before it answers",
      command: ["/bin/sh", "/app/redis/redis.sh"],
      packages: ["redis-server", "redis-tools"],
      files: [program("redis", "redis.sh"), program("redis", "redis.conf")],
      env: { PASSWORD_FILE: passwordFile("redis").path, DATA_FOLDER: "/var/lib/queue", RUN_FOLDER: "/run/queue-redis" },
      hosts: {},
      port: 6379,
      dependsOn: {},
      checks: [{ kind: "command", argv: ["/bin/sh", "-c", ping] }],
      health: { intervalSeconds: 2, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 10 },
      user: { uid: 10_043, gid: 20_043 },
      scratch: [{ path: "/run/queue-redis", sizeMiB: 1 }],
      volumes: [{ name: "jobs", path: "/var/lib/queue" }],
      secrets: { [password]: { file: passwordFile("redis").name } },
      limits: { memoryMiB: 64, cpus: 0.25, pids: 16 },
      replicas: 1,
      stopSignal: "SIGTERM",
      stopGraceSeconds: 10,
      egress: false,
      says: { started: "Ready to accept connections", stopped: "Received SIGTERM scheduling shutdown" },
    },
  ],
};
