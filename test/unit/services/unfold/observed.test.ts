import assert from "node:assert/strict";
import { parse } from "yaml";
import { composeFileOf } from "../../../../services/unfold/compose-file.ts";
import { couplingsOf } from "../../../../services/unfold/couplings.ts";
import { observationFrom, type Observation } from "../../../../services/unfold/observation.ts";
import { observed } from "../../../../services/unfold/observed.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";
import { config, found, nameOf, nothing, program, programs, running, seen } from "./fat-container.ts";

describe("what a fat container shows while it runs", () => {
  it("tells who connects to whom over TCP and Unix sockets, which files are shared, and what it does not know", () => {
    assert.deepEqual(couplingsOf(seen, programs), {
      listens: [
        { program: "web", protocol: "tcp", port: 80, addresses: ["0.0.0.0"] },
        { program: "redis", protocol: "tcp", port: 6379, addresses: ["127.0.0.1"] },
      ],
      connects: [
        { program: "worker", to: "redis", over: { port: 6379 } },
        { program: "web", to: "app", over: { socket: "/run/php/fpm.sock" } },
      ],
      files: [{ path: "/srv/uploads/a", writers: ["app"], readers: ["worker"] }],
      unknown: [{ to: "web", port: 80 }],
      strangers: ["tail -f /var/log/x"],
    });
  });

  it("leaves the supervisor's own processes and what was started from outside out of what is to decide", () => {
    const processes = [
      ...nothing.processes,
      running(60, 1, ["s6-supervise", "web"]),
      running(61, 60, ["s6-log", "/var/log/web"]),
      running(70, 0, ["/bin/bash", "/check"]),
      running(71, 70, ["curl", "localhost"]),
    ];
    assert.deepEqual(couplingsOf({ ...nothing, processes }, programs).strangers, ["tail -f /var/log/x"]);
  });

  it("becomes names, dependencies, volumes and ports in the Compose file", () => {
    const result = observed(found, couplingsOf(seen, programs), config, nameOf);
    const { services, volumes } = parse(composeFileOf("fat:1", result, config)) as {
      services: Readonly<
        Record<
          string,
          {
            depends_on?: object;
            volumes: readonly string[];
            ports?: readonly string[];
            expose?: readonly string[];
            environment?: object;
          }
        >
      >;
      volumes: object;
    };
    assert.deepEqual(services.worker?.environment, { QUEUE: "redis://redis:6379/0", OTHER: "localhost:63790" });
    assert.deepEqual(Object.keys(services.worker.depends_on ?? {}), ["redis"]);
    assert.deepEqual(Object.keys(services.web?.depends_on ?? {}), ["app"]);
    assert.deepEqual([services.web?.ports, services.redis?.expose], [["80"], ["6379"]]);
    assert.deepEqual(services.web?.volumes, ["data:/data", "run-php:/run/php"]);
    assert.deepEqual(services.app?.volumes, ["data:/data", "run-php:/run/php", "srv-uploads:/srv/uploads"]);
    assert.deepEqual(Object.keys(volumes), ["data", "run-php", "srv-uploads"]);
  });

  it("has what the watched container has mounted: memory, volumes with their data, folders of the host", () => {
    const mounted = {
      tmpfs: { "/run": "size=1m", "/tmp": "" },
      mounts: [
        { type: "volume", name: "live-data", source: "/var/lib/docker/x", path: "/data", readOnly: false },
        { type: "bind", source: "/srv/site", path: "/site", readOnly: true },
      ],
    };
    const result = { ...observed(found, couplingsOf(seen, programs), config, nameOf), mounted };
    const { services, volumes } = parse(composeFileOf("fat:1", result, config)) as {
      services: Readonly<Record<string, { volumes: readonly string[]; tmpfs: readonly string[] }>>;
      volumes: Readonly<Record<string, unknown>>;
    };
    assert.deepEqual(services.redis?.volumes, ["data:/data", "/srv/site:/site:ro"]);
    assert.deepEqual(services.redis.tmpfs, ["/run:size=1m", "/tmp"]);
    assert.deepEqual(volumes.data, { external: true, name: "live-data" });
  });

  it("becomes things to decide, each with what was seen", () => {
    const result = observed(found, couplingsOf(seen, programs), config, nameOf);
    const todos = (name: string) =>
      (result.programs.find((one) => one.name === name)?.todos ?? []).map(({ text }) => text);
    assert.match(todos("worker").join("\n"), /named loopback where it connects to port 6379, and name redis now/);
    assert.match(todos("redis").join("\n"), /listens on port 6379 of loopback only/);
    assert.match(todos("web").join("\n"), /connects to app by the socket \/run\/php\/fpm\.sock/);
    assert.match(todos("app").join("\n"), /shares the file \/srv\/uploads\/a: written by app, read by worker/);
    assert.deepEqual(
      result.todos.map(({ text }) => text),
      [
        "a connection to port 80 of web was seen, and not who made it",
        "a process belongs to no program that the files tell of: tail -f /var/log/x",
      ],
    );
  });

  it("lets two that connect to each other start in one order", () => {
    const pair = [program("a", ["/bin/a"]), program("b", ["/bin/b"])];
    const both: Observation = {
      ...nothing,
      processes: [running(5, 1, ["/bin/a"]), running(6, 1, ["/bin/b"])],
      listens: [5, 6].map((pid) => ({ pid, protocol: "tcp" as const, address: "0.0.0.0", port: 8000 + pid })),
      connects: [
        { pid: 5, address: "127.0.0.1", port: 8006, from: 50_000 },
        { pid: 6, address: "127.0.0.1", port: 8005, from: 50_001 },
      ],
    };
    const result = observed({ ...found, programs: pair }, couplingsOf(both, pair), config, nameOf);
    assert.deepEqual(
      result.programs.map(({ after }) => after),
      [[], ["a"]],
    );
  });

  it("is refused if nothing could be read", () => {
    for (const text of ["", "{}", "perl: not found", '{"processes":1}']) {
      throwsUserError(() => observationFrom(text), { found: /could not be read/, allowed: /./, remedy: /docker run/ });
    }
  });
});
