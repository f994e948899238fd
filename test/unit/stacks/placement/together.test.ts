import assert from "node:assert/strict";
import type { Service } from "../../../../services/contract.ts";
import { together } from "../../../../stacks/placement/together.ts";
import { supervisorGrants, type Supervisor } from "../../../../stacks/supervisors/contract.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import {
  everythingWorkload,
  quietService,
  sampleService,
  sampleSettings,
  sampleWorkload,
} from "../../../support/unit/samples.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

/** A supervisor of the tests, which has everything that one can say. */
const made: Supervisor = {
  name: "made-up",
  traits: {
    restartsServices: true,
    stopsGracefully: false,
    reapsOrphans: true,
    separatesLogs: true,
    ordersStart: false,
    endsWithEssential: false,
    stopExitCode: 7,
  },
  supervise: () => ({
    packages: ["made-up"],
    files: [{ path: "rootfs/opt/made-up", content: "#!/bin/sh\n", mode: 0o755 }],
    command: ["/opt/made-up", ""],
    instructions: ["RUN made-up"],
    scratch: [{ kind: "scratch", path: "/run/made-up", sizeMiB: 1, mode: 0o700 }],
    env: { OWN: "1" },
    terminal: true,
    stop: { signal: "SIGINT", graceSeconds: 33 },
    log: "tagged",
    verifications: [{ title: "all is well", argv: ["made-up", "check"] }],
    warnings: ["made-up is made up"],
  }),
};

describe("placement / together", () => {
  const placed = together(made);
  const everything = placed.render(everythingWorkload(), sampleSettings());
  const container = containerOf(everything);
  const rendered = (...services: Service[]) => placed.render(sampleWorkload({ services }), sampleSettings());

  it("takes traits from the supervisor, and adds those that one container has", () => {
    assert.deepEqual(placed.traits, {
      ...made.traits,
      isolatesServices: false,
      runsUnprivileged: true,
      readOnlyRoot: true,
    });
    assert.deepEqual([placed.placement, placed.supervisor, placed.readsHost], ["together", "made-up", false]);
  });

  it("runs the supervisor as PID 1, as root, with its variables, terminal and stop", () => {
    const { process, identity, stop } = container;
    assert.deepEqual(process, {
      command: ["/opt/made-up", ""],
      env: { OWN: "1" },
      workingDir: "/",
      init: false,
      terminal: true,
    });
    assert.deepEqual(
      [identity, stop],
      [
        { uid: 0, gid: 0, groups: [] },
        { signal: "SIGINT", graceSeconds: 33 },
      ],
    );
  });

  it("lets it do what supervisors need, or what an approach says", () => {
    assert.deepEqual(container.grants, supervisorGrants);
    const mount = { kind: "host", source: "/srv", path: "/srv", readOnly: true } as const;
    const grants = { ...supervisorGrants, privileged: true };
    const changed = together(made, { grants: () => ({ grants, mounts: [mount] }), warnings: () => ["granted"] });
    const rendering = changed.render(everythingWorkload(), sampleSettings());
    assert.deepEqual(containerOf(rendering).grants, grants);
    assert.deepEqual(containerOf(rendering).mounts.at(-1), mount);
    assert.deepEqual(rendering.warnings.slice(0, 2), ["granted", "made-up is made up"]);
  });

  it("reads the host where the supervisor or the grants may, however the supervisor says that it does not", () => {
    const grants = () => ({ grants: supervisorGrants, mounts: [] });
    assert.equal(together({ ...made, readsHost: true }).readsHost, true);
    assert.equal(together(made, { grants }).readsHost, true);
    assert.equal(together({ ...made, readsHost: false }, { grants }).readsHost, true);
    assert.equal(together({ ...made, readsHost: false }).readsHost, false);
  });

  it("builds one image with all services' packages and files, and the supervisor's", () => {
    const [image, ...more] = everything.images;
    assert.deepEqual(more, []);
    const lines = image?.dockerfile.split("\n") ?? [];
    assert.ok(lines.some((line) => line.includes(" bash made-up zsh ")));
    assert.ok(image?.dockerfile.startsWith(image.packageLayer ?? "none"));
    assert.deepEqual(lines.slice(-5), [
      "RUN made-up",
      "EXPOSE 8080",
      "STOPSIGNAL SIGINT",
      'CMD ["/opt/made-up",""]',
      "",
    ]);
    assert.ok(image?.files.some(({ path }) => path === "rootfs/opt/made-up"));
  });

  it("gives all services together what each may use by itself, and says so", () => {
    assert.deepEqual(container.limits, { memoryMiB: 3 * 64, cpus: 1.5, pids: 3 * 64 });
    assert.ok(
      everything.warnings.includes("limits apply to all services together: 192 MiB, 1.5 processors, 192 processes"),
    );
    assert.deepEqual(
      rendered(quietService()).warnings.filter((warning) => warning.startsWith("limits")),
      [],
    );
  });

  it("has time for all checks one after another, and the patience of the most patient", () => {
    const health = { intervalSeconds: 9, timeoutSeconds: 4, retries: 5, startPeriodSeconds: 20 };
    const { health: plan } = containerOf(rendered(quietService({ health }), sampleService()));
    assert.deepEqual(plan, {
      argv: ["/bin/bash", "/opt/container-approaches/checks/all"],
      intervalSeconds: 9,
      timeoutSeconds: 4 + 3 + 2,
      retries: 5,
      startPeriodSeconds: 20,
    });
  });

  it("remembers in a volume what has completed, only where a service runs to completion", () => {
    const own = {
      kind: "volume",
      volume: "completed_services",
      path: "/var/lib/container-approaches",
      readOnly: false,
    };
    assert.ok(!container.mounts.some(({ path }) => path === own.path));
    const once = rendered(sampleService(), quietService({ completes: { withinSeconds: 40 }, checks: [] }));
    assert.deepEqual(containerOf(once).mounts.at(-1), own);
    const { owner, mode, holds } = once.volumes.find(({ name }) => name === own.volume) ?? assert.fail("no volume");
    assert.deepEqual([owner, mode, holds], [{ uid: 0, gid: 0 }, 0o700, "state"]);
    assert.equal(containerOf(once).health?.startPeriodSeconds, 40, "the container has the time that it has");
  });

  it("has a tmpfs of root's for PID files", () => {
    assert.deepEqual(
      container.mounts.find(({ path }) => path === "/run/container-approaches"),
      { kind: "scratch", path: "/run/container-approaches", sizeMiB: 1, mode: 0o755 },
    );
  });

  it("is not started again after the last end of an essential service, or says that the others run on", () => {
    const essential = sampleWorkload({ services: [sampleService({ essential: true, restart: "never" })] });
    const ends = together({ ...made, traits: { ...made.traits, endsWithEssential: true } });
    assert.equal(containerOf(ends.render(essential, sampleSettings())).restart, "no");
    assert.equal(containerOf(ends.render(sampleWorkload(), sampleSettings())).restart, "unless-stopped");
    const { containers, warnings } = placed.render(essential, sampleSettings());
    assert.equal(containerOf({ containers }).restart, "unless-stopped");
    assert.ok(warnings.includes("web: the other services run on after its last end"));
  });

  it("has the shared control answer for every service, in the one container", () => {
    const own = "/opt/container-approaches";
    assert.deepEqual(
      everything.services,
      Object.fromEntries(
        ["web", "store", "mailer"].map((name) => [
          name,
          {
            replicas: [{ container: "all", name }],
            control: { program: `${own}/control`, runAs: `${own}/as`, log: "tagged" },
          },
        ]),
      ),
    );
    assert.deepEqual(everything.verifications, [
      { title: "all is well", argv: ["made-up", "check"], container: "all" },
    ]);
  });

  it("refuses two services on one port, and two that bring a file along that differs", () => {
    throwsUserError(() => rendered(sampleService(), sampleService({ name: "other" })), {
      found: /^The services web and other of the workload sample both have port 8080\.$/,
      allowed: /since with this approach both services run in one container/,
      remedy: /services\/sample\/workload\.ts/,
    });
    const files = (content: string) => [{ path: "/etc/settings", content, mode: 0o644 }];
    throwsUserError(() => rendered(sampleService({ files: files("a") }), quietService({ files: files("b") })), {
      found: /both have the file \/etc\/settings/,
      allowed: /one container/,
      remedy: /gives each service its own container/,
    });
  });
});
