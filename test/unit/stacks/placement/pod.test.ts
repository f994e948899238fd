import assert from "node:assert/strict";
import { pod } from "../../../../stacks/approaches/pod/index.ts";
import type { Rendering, UnitPlan } from "../../../../stacks/contract.ts";
import {
  everythingWorkload,
  quietService,
  sampleService,
  sampleSettings,
  sampleWorkload,
} from "../../../support/unit/samples.ts";
import { ownWorkload } from "../../../support/unit/subjects.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

describe("pod", () => {
  const everything = pod.render(everythingWorkload(), sampleSettings());

  function unit(name: string, { units }: Rendering = everything): UnitPlan {
    return units.find((one) => one.name === name) ?? assert.fail(`no unit ${name}`);
  }

  it("creates the pause container before the services that join it", () => {
    assert.deepEqual(
      everything.units.map(({ name, services }) => [name, services]),
      [
        ["pause", []],
        ["web", ["web"]],
        ["store", ["store"]],
        ["mailer", ["mailer"]],
      ],
    );
  });

  it("gives the pause container all that services share, and no service, check or file", () => {
    const { networks, ports, sharesIpc, healthcheck, joins } = unit("pause");
    assert.deepEqual(
      { networks, ports, sharesIpc, healthcheck, joins },
      {
        networks: [{ name: "pod", aliases: [] }],
        ports: [{ address: "127.0.0.1", external: 20_000, internal: 8080 }],
        sharesIpc: true,
        healthcheck: undefined,
        joins: undefined,
      },
    );
    assert.deepEqual(everything.images[0]?.files, []);
    assert.doesNotMatch(everything.images[0].dockerfile, /RUN|COPY/);
  });

  for (const name of ["pause", "web", "store", "mailer"]) {
    it(`hardens ${name}`, () => {
      const { readOnlyRoot, capabilities, noNewPrivileges, init, restart, user } = unit(name);
      assert.deepEqual(
        { readOnlyRoot, capabilities, noNewPrivileges, init, restart },
        {
          readOnlyRoot: true,
          capabilities: { add: [], drop: ["ALL"] },
          noNewPrivileges: true,
          init: true,
          restart: "unless-stopped",
        },
      );
      assert.match(user, /^[1-9]\d*:[1-9]\d*$/);
    });
  }

  it("shares the network and IPC, and no processes", () => {
    for (const name of ["web", "store", "mailer"])
      assert.deepEqual(unit(name).joins, { unit: "pause", namespaces: ["network", "ipc"] });
  });

  it("lets services reach each other at localhost", async () => {
    assert.equal(unit("web").env.STORE_HOST, "localhost");
    const hello = pod.render(await ownWorkload("hello"), sampleSettings());
    assert.equal(unit("client", hello).env.SERVER_HOST, "localhost");
  });

  it("asks the engine about each service's own container", () => {
    assert.deepEqual(everything.control.store?.stop, ["docker", "stop", "ca-000000-separate-store"]);
  });

  it("gives a service named pause its name, and the pause container another", () => {
    const services = [sampleService({ name: "pause" })];
    const rendering = pod.render(
      sampleWorkload({ services, entry: { service: "pause", port: 8080 } }),
      sampleSettings(),
    );
    assert.deepEqual(
      rendering.units.map(({ name, services }) => [name, services]),
      [
        ["pod_pause", []],
        ["pause", ["pause"]],
      ],
    );
    assert.equal(unit("pause", rendering).joins?.unit, "pod_pause");
  });

  it("refuses two services on one port", () => {
    const services = [sampleService(), sampleService({ name: "other" })];
    throwsUserError(() => pod.render(sampleWorkload({ services }), sampleSettings()), {
      found: /^The services web and other of the workload sample both have port 8080, each its own\.$/,
      allowed: /since this approach gives all services one network/,
      remedy: /services\/sample\/workload\.ts/,
    });
  });

  it("takes services with the same file, since each has its own root", () => {
    const files = (content: string) => [{ path: "/etc/settings", content, mode: 0o644 }];
    const services = [sampleService({ files: files("a") }), quietService({ files: files("b") })];
    assert.equal(pod.render(sampleWorkload({ services }), sampleSettings()).images.length, 3);
  });

  it("ends a service that was left in a network without its holder, by its own signal, before its checks say that it is well", () => {
    const check = everything.images[1]?.files.find(
      ({ path }) => `rootfs${unit("web").healthcheck?.argv[1] ?? ""}` === path,
    );
    const lines = check?.content.split("\n") ?? [];
    assert.ok(lines.includes("  kill -s QUIT 1"));
    assert.equal(lines.at(-2), "exec /bin/bash /opt/container-approaches/checks/web");
  });

  it("warns of what is shared and of what it does not keep", () => {
    assert.deepEqual(everything.warnings.slice(-3), [
      "web: one container runs, though the workload asks for 3",
      "web: starts beside store and has to keep trying until it answers",
      "web, store: can reach the outside, since the published port needs it",
    ]);
  });
});
