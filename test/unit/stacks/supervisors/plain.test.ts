import assert from "node:assert/strict";
import type { Service } from "../../../../services/contract.ts";
import { supervisordPlain } from "../../../../stacks/approaches/supervisord-plain/index.ts";
import { systemdPlain } from "../../../../stacks/approaches/systemd-plain/index.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { quietService, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { registered } from "../../../support/unit/subjects.ts";
import { textOf } from "../../../support/unit/text-of.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

const rendered = (approach: typeof supervisordPlain, ...services: Service[]) =>
  approach.render(sampleWorkload({ services: [sampleService(), ...services] }), sampleSettings());

function fileOf(approach: typeof supervisordPlain, path: string, ...services: Service[]): string[] {
  const files = rendered(approach, ...services).images.flatMap((image) => image.files);
  return textOf(files.find((file) => file.path === `rootfs${path}`) ?? assert.fail(path)).split("\n");
}

describe("plain forms", () => {
  const plain = registered.filter(({ plainOf }) => plainOf !== undefined);

  it("are of approaches that exist, with the same placement and supervisor", () => {
    for (const { plainOf, placement, supervisor } of plain) {
      const { name, ...whole } = registered.find((one) => one.name === plainOf) ?? assert.fail();
      assert.deepEqual([whole.placement, whole.supervisor], [placement, supervisor], name);
    }
  });

  it("start each service's program with nothing of this project before it", () => {
    for (const approach of plain) {
      const { images } = rendered(approach);
      const paths = images.flatMap(({ files }) => files.map(({ path }) => path));
      assert.ok(!paths.some((path) => /container-approaches\/(run|systemd|supervisord)/.test(path)), paths.join());
    }
  });

  it("refuse a service that runs to completion", () => {
    for (const approach of plain) {
      throwsUserError(() => rendered(approach, quietService({ completes: { withinSeconds: 5 }, checks: [] })), {
        found: /^The service worker of the workload sample cannot run under the plain form/,
        allowed: /does not remember what has completed/,
        remedy: /another approach/,
      });
    }
  });
});

describe("supervisord as its users write it", () => {
  const conf = (service: Partial<Service>) =>
    fileOf(supervisordPlain, "/etc/supervisor/supervisord.conf", quietService(service));

  it("is PID 1, with one file, and its programs write to the container's log", () => {
    assert.deepEqual(containerOf(rendered(supervisordPlain)).process.command, [
      "/usr/bin/supervisord",
      "-c",
      "/etc/supervisor/supervisord.conf",
    ]);
    const lines = conf({ dependsOn: { web: "healthy" } });
    const worker = lines.slice(lines.indexOf("[program:worker]"));
    assert.ok(worker.includes("command=/usr/bin/worker"));
    assert.ok(worker.includes("stdout_logfile=/dev/stdout"));
    assert.ok(worker.includes("priority=2"), "after the one that it depends on");
  });

  it("has the workload's words as they are", () => {
    const lines = conf({ command: ["/usr/bin/worker", "it's 100 %", '"', ""], env: { A: "50 %, it's" } });
    assert.ok(lines.includes('command=/usr/bin/worker "it\'s 100 %%" "\\"" ""'), lines.join("\n"));
    assert.match(
      lines.find((line) => line.startsWith("environment=") && line.includes(",A=")) ?? "",
      /,A="50 %%, it's"/,
    );
  });

  for (const [what, service] of Object.entries<Partial<Service>>({
    "a newline": { command: ["/usr/bin/worker", "a\nb"] },
    "the beginning of a comment": { command: ["/usr/bin/worker", "a ;b"] },
    "a quote in a variable": { env: { A: 'say "a"' } },
    "a quote at the end of a variable": { env: { A: "its'" } },
  })) {
    it(`refuses ${what}, which its file cannot hold`, () => {
      throwsUserError(() => conf(service), {
        found: /^The service worker of the workload sample cannot run/,
        allowed: /supervisord\.conf cannot hold "/,
        remedy: /another approach/,
      });
    });
  }

  it("refuses a service in the group of a volume", () => {
    const volumes = [{ name: "data", path: "/data" }];
    const workload = sampleWorkload({
      services: [sampleService(), quietService({ volumes })],
      volumes: { data: { gid: 9 } },
    });
    throwsUserError(() => supervisordPlain.render(workload, sampleSettings()), {
      found: /^The service worker /,
      allowed: /group of a volume/,
      remedy: /another approach/,
    });
  });
});

describe("systemd as its users write it", () => {
  it("is privileged, with the host's cgroups mounted read-only, as the system's default namespace has them", () => {
    const { grants, mounts } = containerOf(rendered(systemdPlain));
    assert.deepEqual([grants.privileged, grants.cgroupNamespace], [true, undefined]);
    assert.deepEqual(
      mounts.filter(({ kind }) => kind === "host"),
      [{ kind: "host", source: "/sys/fs/cgroup", path: "/sys/fs/cgroup", readOnly: true }],
    );
    const scratch = mounts.filter(({ kind }) => kind === "scratch").map(({ path }) => path);
    for (const path of ["/run", "/run/lock", "/tmp"]) assert.ok(scratch.includes(path), path);
  });

  it("has a unit per service, which is enabled, restarts it, and starts it after others whether they are ready or not", () => {
    const worker = quietService({ dependsOn: { web: "healthy" }, stopSignal: "SIGINT", restart: "on-failure" });
    const lines = fileOf(systemdPlain, "/etc/systemd/system/worker.service", worker);
    for (const line of [
      "After=network.target web.service",
      "Restart=on-failure",
      "KillSignal=SIGINT",
      "WantedBy=multi-user.target",
    ])
      assert.ok(lines.includes(line), line);
    assert.match(
      rendered(systemdPlain, worker).images[0]?.dockerfile ?? "",
      /^RUN systemctl enable web.service worker.service$/m,
    );
  });
});
