import type { Service, ServiceFile, Workload } from "../../../services/contract.ts";
import type { Scope, Settings } from "../../../stacks/contract.ts";

/** A scope; a test gives only the fields that it is about. */
export function sampleScope(given: Partial<Scope> = {}): Scope {
  return { instance: "000000", stack: "separate", approach: "separate", workload: "hello", ...given };
}

/** Settings that are the same on every machine. */
export function sampleSettings(given: Partial<Settings> = {}): Settings {
  return {
    scope: sampleScope(),
    baseImage: "debian:bookworm-slim",
    ...given,
  };
}

/** A user for each name; that of the service of `sampleWorkload` is 10001. */
function sampleUser(name = "worker"): Service["user"] {
  const id =
    name === "web"
      ? 10_001
      : 20_000 + (Array.from(name).reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0) % 9973);
  return { uid: id, gid: id };
}

/** A service that does not listen and asks for nothing special. */
export function quietService<File = ServiceFile>(given: Partial<Service<File>> = {}): Service<File> {
  return {
    name: "worker",
    summary: "a service of the tests",
    command: ["/usr/bin/worker"],
    packages: [],
    files: [],
    env: {},
    hosts: {},
    dependsOn: {},
    checks: [{ kind: "command", argv: ["/bin/true"] }],
    health: { intervalSeconds: 2, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 10 },
    user: sampleUser(given.name),
    scratch: [],
    volumes: [],
    limits: { memoryMiB: 64, cpus: 0.5, pids: 64 },
    replicas: 1,
    stopSignal: "SIGTERM",
    stopGraceSeconds: 10,
    egress: false,
    ...given,
  };
}

/** A service that listens on 8080. */
export function sampleService<File = ServiceFile>(given: Partial<Service<File>> = {}): Service<File> {
  return quietService({
    name: "web",
    user: sampleUser(given.name ?? "web"),
    port: 8080,
    checks: [{ kind: "tcp", port: 8080 }],
    ...given,
  });
}

/** A workload of one service, unless others are given. */
export function sampleWorkload<File = ServiceFile>(given: Partial<Workload<File>> = {}): Workload<File> {
  return {
    name: "sample",
    summary: "a workload of the tests",
    services: [sampleService<File>()],
    entry: { service: "web", port: 8080 },
    ...given,
  };
}

/** A workload that uses every field of the contract of services; every service has one replica, which each approach can run. */
export function everythingWorkload(): Workload {
  return sampleWorkload({
    name: "everything",
    services: [
      sampleService({
        packages: ["zsh", "bash", "zsh"],
        files: [
          { path: "/etc/web/settings.conf", content: "a = 'b'\n", mode: 0o640 },
          { path: "/usr/bin/web", content: "#!/bin/sh\nexit 0\n", mode: 0o755 },
        ],
        env: { GREETING: 'it\'s "here" $HOME' },
        hosts: { STORE_HOST: "store" },
        dependsOn: { store: "healthy" },
        checks: [
          { kind: "http", port: 8080, path: "/health?deep=1&x='y'", status: 204 },
          { kind: "tcp", port: 8080 },
          { kind: "fresh-file", path: "/run/web/the heartbeat", maxAgeSeconds: 5 },
          { kind: "command", argv: ["/usr/bin/test", "-n", "it's fine"] },
        ],
        scratch: [{ path: "/run/web", sizeMiB: 2 }],
        stopSignal: "SIGQUIT",
      }),
      sampleService({
        name: "store",
        port: 5432,
        checks: [{ kind: "tcp", port: 5432 }],
        user: { uid: 10_002, gid: 10_003 },
        volumes: [{ name: "data", path: "/var/lib/store" }],
      }),
      quietService({ name: "mailer", egress: true }),
    ],
  });
}
