import type { FileSource, LogSigns, Service, Workload } from "../contract.ts";
import { breaksBash, bytesPath, hostileArguments, hostileConfigs, hostilePath, hostileVariables } from "./hostile.ts";
import { keeper, kept, sharedAt, volumeFacts } from "./keeper.ts";
import { setup } from "./setup.ts";
import { worker } from "./worker.ts";

/** Each service has its own copy of a file, because services may share a container. */
const program = (service: string, source: string): FileSource => ({
  source,
  path: `/app/${service}/${source}`,
  mode: 0o644,
});

const entryPort = 8080;
/** The entry's check needs this file, whose name is hard to quote. */
const mark = '/run/web/it\'s $(here) & "there" %h';

function says(service: string): LogSigns {
  const line = (event: string) => `"service": "${service}", "event": "${event}"`;
  return { started: line("started"), stopped: line("stopped"), works: line("answered") };
}

/** A service that sends a request to the entry every few seconds. */
function asker(name: string, env: Readonly<Record<string, string>> = {}) {
  return {
    name,
    command: ["/usr/bin/python3", "-B", `/app/${name}/asker.py`, name],
    packages: ["python3"],
    files: [program(name, "asker.py"), program(name, "common.py")],
    env: { ENTRY_PORT: String(entryPort), ASK_SECONDS: "3", HEARTBEAT_FILE: `/run/${name}/heartbeat`, ...env },
    hosts: { ENTRY_HOST: "web" },
    volumes: [sharedAt(name)],
    replicas: 1,
    says: says(name),
  } satisfies Partial<Service<FileSource>>;
}

/** Uses all that a service can ask for, with values that are hard to quote. For tests. */
export const workload: Workload<FileSource> = {
  name: "everything",
  summary: 'all that a service can ask for: 100 % of it, with $HOME, "quotes" and \\',
  entry: { service: "web", port: entryPort },
  roles: { peer: "asker", data: { service: keeper.name, volume: kept } },
  volumes: volumeFacts,
  secrets: { token: { generated: { length: 32 } }, phrase: { generated: { length: 48 } } },
  services: [
    setup,
    {
      name: "web",
      summary: "answers with what it sees of itself",
      command: ["/usr/bin/python3", "-B", "/app/web/web.py", ...hostileArguments()],
      packages: ["python3"],
      files: [
        program("web", "web.py"),
        program("web", "common.py"),
        { source: "hostile.txt", path: hostilePath, mode: 0o440 },
        { source: "bytes.bin", path: bytesPath, mode: 0o444 },
        { source: "breaks-bash.sh", path: breaksBash, mode: 0o444 },
      ],
      env: { PORT: String(entryPort), MARK_FILE: mark, ...hostileVariables() },
      hosts: {},
      port: entryPort,
      dependsOn: { setup: "completed" },
      checks: [
        { kind: "http", port: entryPort, path: "/health?deep='1'", status: 200 },
        { kind: "command", argv: ["/usr/bin/test", "-s", mark, "-a", "", "=", ""] },
      ],
      health: { intervalSeconds: 2, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 6 },
      user: { uid: 10_021, gid: 20_021 },
      scratch: [{ path: "/run/web", sizeMiB: 1 }],
      volumes: [],
      limits: { memoryMiB: 64, cpus: 0.5, pids: 64 },
      replicas: 1,
      stopSignal: "SIGTERM",
      stopGraceSeconds: 10,
      egress: false,
      says: { started: says("web").started ?? "", stopped: says("web").stopped ?? "" },
    },
    {
      ...asker("asker"),
      summary: "asks the entry",
      dependsOn: { web: "healthy" },
      checks: [{ kind: "fresh-file", path: "/run/asker/heartbeat", maxAgeSeconds: 8 }],
      health: { intervalSeconds: 2, timeoutSeconds: 2, retries: 4, startPeriodSeconds: 5 },
      user: { uid: 10_022, gid: 20_022 },
      scratch: [{ path: "/run/asker", sizeMiB: 2 }],
      secrets: { token: { variable: "ASKER_TOKEN" } },
      limits: { memoryMiB: 48, cpus: 0.3, pids: 32 },
      stopSignal: "SIGINT",
      stopGraceSeconds: 8,
      egress: false,
    },
    {
      ...asker("watcher", { LISTEN_PORT: "8081" }),
      summary: "asks the entry, listens, and may reach the outside",
      port: 8081,
      dependsOn: { asker: "healthy" },
      checks: [
        { kind: "tcp", port: 8081 },
        { kind: "fresh-file", path: "/run/watcher/heartbeat", maxAgeSeconds: 10 },
      ],
      health: { intervalSeconds: 2, timeoutSeconds: 3, retries: 3, startPeriodSeconds: 6 },
      user: { uid: 10_023, gid: 20_023 },
      scratch: [{ path: "/run/watcher", sizeMiB: 3 }],
      secrets: {
        token: { file: "watcher-token" },
        phrase: { file: "the.phrase", variable: "WATCHER_PHRASE" },
      },
      configs: [
        { source: "watcher.conf", path: "/etc/watcher/watcher.conf" },
        { source: "watcher.d", path: hostileConfigs },
      ],
      limits: { memoryMiB: 40, cpus: 0.2, pids: 24 },
      stopSignal: "SIGQUIT",
      stopGraceSeconds: 6,
      egress: true,
      onUnhealthy: "restart",
    },
    keeper,
    worker,
  ],
};
