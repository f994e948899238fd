import assert from "node:assert/strict";
import type { Service } from "../../../../services/contract.ts";
import { apart } from "../../../../stacks/placement/apart.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import {
  everythingWorkload,
  quietService,
  sampleService,
  sampleSettings,
  sampleWorkload,
} from "../../../support/unit/samples.ts";

describe("a service's own container", () => {
  const everything = apart.render(everythingWorkload(), sampleSettings());
  const rendered = (...services: Service[]) => apart.render(sampleWorkload({ services }), sampleSettings());

  it("starts each container after those of the services that it depends on, with their conditions", () => {
    const of = (rendering: typeof everything) =>
      rendering.containers.map(({ name, startsAfter }) => [name, startsAfter]);
    assert.deepEqual(of(everything), [
      ["store", []],
      ["mailer", []],
      ["web", [{ container: "store", condition: "healthy" }]],
    ]);
    const once = quietService({ name: "once", completes: { withinSeconds: 5 }, checks: [] });
    assert.deepEqual(of(rendered(sampleService({ dependsOn: { once: "completed" } }), once)), [
      ["once", []],
      ["web", [{ container: "once", condition: "completed" }]],
    ]);
  });

  it("does not start what runs to completion again, and judges it by its end, not by a check", () => {
    const once = quietService({ name: "once", completes: { withinSeconds: 5 }, checks: [] });
    const { completes, health, restart } = containerOf(rendered(sampleService(), once), "once");
    assert.deepEqual(
      { completes, health, restart },
      { completes: { withinSeconds: 5 }, health: undefined, restart: "no" },
    );
  });

  for (const [restart, policy] of [
    [undefined, "unless-stopped"],
    ["always", "unless-stopped"],
    ["on-failure", "on-failure"],
    ["never", "no"],
  ] as const) {
    it(`has the system restart a service ${restart ?? "that does not say when"} by the policy ${policy}`, () => {
      const service = sampleService(restart === undefined ? {} : { restart });
      assert.equal(containerOf(rendered(service), "web").restart, policy);
    });
  }

  it("checks a service that is restarted once it is unhealthy by a program that counts, in a folder of its own", () => {
    const rendering = rendered(sampleService({ onUnhealthy: "restart" }));
    const { health, mounts } = containerOf(rendering, "web");
    assert.deepEqual(health?.argv, ["/bin/bash", "-p", "/opt/container-approaches/check-and-restart"]);
    assert.deepEqual(health.probe, ["/bin/bash", "-p", "/opt/container-approaches/checks/web"]);
    assert.equal(health.timeoutSeconds, 3 + 1, "it has to end, and then to count");
    const owner = { uid: 10_001, gid: 10_001 };
    const folder = { kind: "scratch", path: "/run/container-approaches", sizeMiB: 1, mode: 0o700, owner };
    assert.deepEqual(mounts.at(-1), folder);
    const path = "rootfs/opt/container-approaches/check-and-restart";
    assert.equal(rendering.images[0]?.files.find((file) => file.path === path)?.mode, 0o755);
    assert.equal(
      everything.images[0]?.files.some((file) => file.path === path),
      false,
    );
  });
});
