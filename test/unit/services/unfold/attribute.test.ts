import assert from "node:assert/strict";
import { attributed } from "../../../../services/unfold/attribute.ts";
import { program, programs, running, seen } from "./fat-container.ts";

describe("what a fat container shows while it runs", () => {
  it("has each process with its program, whatever that writes into its command line, and children with their parent", () => {
    const owners = attributed(seen, programs);
    assert.deepEqual(
      [...owners].map(([pid, { name }]) => [pid, name]),
      [
        [10, "web"],
        [11, "web"],
        [20, "app"],
        [21, "app"],
        [30, "worker"],
        [31, "worker"],
        [40, "redis"],
      ],
    );
  });

  it("leaves a process to no program if two programs fit equally well", () => {
    const twins = [program("a", ["python3", "/srv/job.py", "a"]), program("b", ["python3", "/srv/job.py", "b"])];
    const of = (...command: readonly string[]) =>
      attributed({ processes: [running(5, 1, command)] }, twins).get(5)?.name;
    assert.equal(of("python3", "/srv/job.py", "a"), "a");
    assert.equal(of("python3", "/srv/job.py"), undefined);
  });

  it("has what runsv and s6 supervise by their names, and not its logger", () => {
    const scripts = [program("app", ["/etc/service/app/run"]), program("redis", ["/etc/service/redis/run"])];
    const tree = [
      running(1, 0, ["runsvdir", "-P", "/etc/service"]),
      running(2, 1, ["runsv", "app"]),
      running(3, 2, ["python3", "/app/main.py"], "/usr/bin/python3.11"),
      running(4, 2, ["svlogd", "-tt", "/var/log/app"], "/usr/bin/svlogd"),
      running(5, 1, ["s6-supervise", "redis"]),
      running(6, 5, ["redis-server *:6379"], "/usr/bin/redis-server"),
    ];
    assert.deepEqual(
      [...attributed({ processes: tree }, scripts)].map(([pid, { name }]) => [pid, name]),
      [
        [3, "app"],
        [6, "redis"],
      ],
    );
  });

  it("has what a script of the image becomes", () => {
    const scripts = [program("app", ["/app/start.sh"]), program("jobs", ["/app/jobs.sh"])];
    const texts: Readonly<Record<string, string>> = {
      "/app/start.sh": "#!/bin/sh\nexec gunicorn shop:app\n",
      "/app/jobs.sh": "#!/bin/sh\nexec celery -A shop worker\n",
    };
    const of = (...command: readonly string[]) =>
      attributed({ processes: [running(5, 1, command)] }, scripts, (path) => texts[path]).get(5)?.name;
    assert.equal(of("/usr/bin/gunicorn", "shop:app"), "app");
    assert.equal(of("/usr/bin/celery", "-A", "shop", "worker"), "jobs");
  });
});
