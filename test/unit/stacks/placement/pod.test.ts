import assert from "node:assert/strict";
import { pod } from "../../../../stacks/placement/pod.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import {
  everythingWorkload,
  quietService,
  sampleService,
  sampleSettings,
  sampleWorkload,
} from "../../../support/unit/samples.ts";
import { ownWorkload } from "../../../support/unit/subjects.ts";
import { textOf } from "../../../support/unit/text-of.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

describe("placement / pod", () => {
  const everything = pod.render(everythingWorkload(), sampleSettings());

  const container = (name: string, rendering = everything) => containerOf(rendering, name);

  it("creates the pause container before the services that join it", () => {
    assert.deepEqual(
      everything.containers.map(({ name, services }) => [name, services]),
      [
        ["pause", []],
        ["store", ["store"]],
        ["mailer", ["mailer"]],
        ["web", ["web"]],
      ],
    );
  });

  it("gives the pause container all that services share, and no service, check or file", () => {
    const { attachments, health, mounts } = container("pause");
    assert.deepEqual(attachments, { networks: [{ name: "pod", aliases: [] }], publishes: 8080, sharesIpc: true });
    assert.deepEqual([health, mounts], [undefined, []]);
    assert.deepEqual(everything.images[0]?.files, []);
    assert.doesNotMatch(everything.images[0].dockerfile, /RUN|COPY/);
  });

  for (const name of ["pause", "web", "store", "mailer"]) {
    it(`hardens ${name}`, () => {
      const { grants, process, restart, identity } = container(name);
      assert.deepEqual(
        { grants, init: process.init, restart },
        {
          grants: { readOnlyRoot: true, capabilities: { add: [], drop: ["ALL"] }, noNewPrivileges: true },
          init: true,
          restart: "unless-stopped",
        },
      );
      assert.ok(identity.uid > 0 && identity.gid > 0);
    });
  }

  it("shares the network and IPC, and no processes", () => {
    for (const name of ["web", "store", "mailer"])
      assert.deepEqual(container(name).attachments, {
        networks: [],
        joins: { container: "pause", namespaces: ["network", "ipc"] },
      });
  });

  it("lets services reach each other at localhost", async () => {
    assert.equal(container("web").process.env.STORE_HOST, "localhost");
    const hello = pod.render(await ownWorkload("hello"), sampleSettings());
    assert.equal(container("client", hello).process.env.SERVER_HOST, "localhost");
  });

  it("has the system control each service's own container", () => {
    assert.deepEqual(everything.services.store, {
      replicas: [{ container: "store", name: "store" }],
      control: "system",
    });
    assert.deepEqual(Object.keys(everything.services), ["web", "store", "mailer"]);
  });

  it("gives a service named pause its name, and the pause container another", () => {
    const services = [sampleService({ name: "pause" })];
    const rendering = pod.render(
      sampleWorkload({ services, entry: { service: "pause", port: 8080 } }),
      sampleSettings(),
    );
    assert.deepEqual(
      rendering.containers.map(({ name, services }) => [name, services]),
      [
        ["pod_pause", []],
        ["pause", ["pause"]],
      ],
    );
    assert.equal(container("pause", rendering).attachments.joins?.container, "pod_pause");
  });

  it("refuses two services on one port", () => {
    const services = [sampleService(), sampleService({ name: "other" })];
    throwsUserError(() => pod.render(sampleWorkload({ services }), sampleSettings()), {
      found: /^The services web and other of the workload sample both have port 8080\.$/,
      allowed: /since with this approach all services share one network/,
      remedy: /services\/sample\/workload\.ts/,
    });
  });

  it("runs replicas of a service without a port, each in a container that joins the pause container", () => {
    const rendering = pod.render(
      sampleWorkload({ services: [sampleService(), quietService({ replicas: 2 })] }),
      sampleSettings(),
    );
    assert.deepEqual(
      rendering.containers.map(({ name, image }) => [name, image]),
      [
        ["pause", "pause"],
        ["web", "web"],
        ["worker", "worker"],
        ["worker_2", "worker"],
      ],
    );
    const [first, second] = ["worker", "worker_2"].map((name) => container(name, rendering));
    assert.deepEqual(second?.attachments, first?.attachments);
    assert.deepEqual([first?.process.env.REPLICA, second?.process.env.REPLICA], ["1", "2"]);
    assert.deepEqual(
      rendering.services.worker?.replicas.map(({ container: name }) => name),
      ["worker", "worker_2"],
    );
  });

  for (const [what, service] of Object.entries({
    "listens on a port": sampleService({ replicas: 2 }),
    "is checked on a port": quietService({ name: "web", replicas: 2, checks: [{ kind: "tcp", port: 8080 }] }),
  })) {
    it(`refuses replicas of a service that ${what}`, () => {
      throwsUserError(() => pod.render(sampleWorkload({ services: [service] }), sampleSettings()), {
        found: /^The service web of the workload sample has 2 replicas\.$/,
        allowed: /^1, since it listens on port 8080, and with this approach its replicas share one network/,
        remedy: /^\.\/pulumiw config set --path services\.web\.replicas 1, or deploy with an approach that gives/,
      });
    });
  }

  it("accepts services with the same file, because each has its own root", () => {
    const files = (content: string) => [{ path: "/etc/settings", content, mode: 0o644 }];
    const services = [sampleService({ files: files("a") }), quietService({ files: files("b") })];
    assert.equal(pod.render(sampleWorkload({ services }), sampleSettings()).images.length, 3);
  });

  it("ends a service whose pause container is gone, by its own signal, before its checks pass", () => {
    const check = everything.images[1]?.files.find(
      ({ path }) => `rootfs${container("web").health?.argv.at(-1) ?? ""}` === path,
    );
    const lines = textOf(check).split("\n");
    assert.ok(lines.includes("  kill -s QUIT 1"));
    assert.match(lines.at(-2) ?? "", /^exec .*\/bin\/bash -p \/opt\/container-approaches\/checks\/web$/);
  });

  it("warns of what is shared and of what it cannot honour", () => {
    assert.deepEqual(everything.warnings.slice(-2), [
      "web: after a restart of the daemon or the host it starts together with store, and must retry until it answers",
      "web, store: egress is open, because the published port needs it",
    ]);
  });
});
