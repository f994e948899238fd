import type { Found, ImageConfig, Program } from "../../../../services/unfold/contract.ts";
import type { Observation, SeenProcess } from "../../../../services/unfold/observation.ts";

/** A program that supervisord runs, and that says nothing else. */
export function program(name: string, command: readonly string[], given: Partial<Program> = {}): Program {
  return {
    name,
    command,
    from: { path: "/etc/supervisord.conf", line: 1 },
    env: {},
    kind: "runs",
    restart: "always",
    after: [],
    copies: 1,
    todos: [],
    ...given,
  };
}

/** A process that was seen; its environment could not be read. */
export function running(
  pid: number,
  parent: number,
  command: readonly string[],
  executable = command[0] ?? "",
): SeenProcess {
  return { pid, parent, program: executable, command, environment: [] };
}

/** Programs of a container that is watched. */
export const programs = [
  program("web", ["/usr/sbin/nginx", "-g", "daemon off;"]),
  program("app", ["/bin/sh", "-c", "exec php-fpm8.2 -F"]),
  program("worker", ["python3", "/srv/worker.py"], {
    env: { QUEUE: "redis://localhost:6379/0", OTHER: "localhost:63790" },
  }),
  program("redis", ["redis-server", "/etc/redis.conf"]),
];

const processes = [
  running(1, 0, ["/usr/bin/python3", "/usr/bin/supervisord"]),
  running(10, 1, ["nginx: master process /usr/sbin/nginx -g daemon off;"], "/usr/sbin/nginx"),
  running(11, 10, ["nginx: worker process"], "/usr/sbin/nginx"),
  running(20, 1, ["php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)"], "/usr/sbin/php-fpm8.2"),
  running(21, 20, ["php-fpm: pool www"], "/usr/sbin/php-fpm8.2"),
  running(30, 1, ["python3", "/srv/worker.py"], "/usr/bin/python3.11"),
  running(31, 30, ["sh", "-c", "convert a b"], "/bin/dash"),
  running(40, 1, ["redis-server *:6379"], "/usr/bin/redis-server"),
  running(50, 1, ["tail", "-f", "/var/log/x"], "/usr/bin/tail"),
];

/** Processes that neither connect nor share anything. */
export const nothing: Observation = {
  processes,
  listens: [],
  connects: [],
  passed: [],
  unixListens: [],
  unixConnects: [],
  files: [],
};

/** What its processes do: over TCP, over a Unix socket, and with files. */
export const seen: Observation = {
  ...nothing,
  listens: [
    { pid: 10, protocol: "tcp", address: "0.0.0.0", port: 80 },
    { pid: 11, protocol: "tcp", address: "0.0.0.0", port: 80 },
    { pid: 40, protocol: "tcp", address: "127.0.0.1", port: 6379 },
  ],
  connects: [
    { pid: 30, address: "127.0.0.1", port: 6379, from: 50_000 },
    { pid: 40, address: "127.0.0.1", port: 50_000, from: 6379 },
    { pid: 30, address: "93.184.216.34", port: 6379, from: 50_001 },
  ],
  passed: [{ address: "127.0.0.1", port: 80 }],
  unixListens: [{ pid: 20, path: "/run/php/fpm.sock" }],
  unixConnects: [{ pid: 11, path: "/run/php/fpm.sock" }],
  files: [
    { pid: 21, path: "/srv/uploads/a", how: "writes" },
    { pid: 30, path: "/srv/uploads/a", how: "reads" },
    { pid: 10, path: "/usr/share/zoneinfo/UTC", how: "reads" },
    { pid: 30, path: "/usr/share/zoneinfo/UTC", how: "reads" },
  ],
};

/** What the files tell of it. */
export const found: Found = { supervisor: "supervisord", programs, todos: [] };

/** Of the image, which tells of one port and of one volume. */
export const config: ImageConfig = {
  entrypoint: [],
  command: [],
  env: {},
  user: "",
  workingDirectory: "",
  exposed: ["80/tcp"],
  volumes: ["/data"],
  stopSignal: "",
};

/** Names of services that are those of their programs. */
export const nameOf = (name: string) => name;
