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
import { ownWorkload } from "../../../support/unit/subjects.ts";

describe("placement / apart", () => {
  const everything = apart.render(everythingWorkload(), sampleSettings());

  const container = (name: string) => containerOf(everything, name);
  const networksOf = (name: string, rendering = everything) =>
    containerOf(rendering, name).attachments.networks.map((one) => one.name);
  const rendered = (...services: Service[]) => apart.render(sampleWorkload({ services }), sampleSettings());

  it("gives each service its own image and container", () => {
    const names = ["web", "store", "mailer"];
    assert.deepEqual(
      everything.images.map(({ name }) => name),
      names,
    );
    assert.deepEqual(
      everything.containers.map(({ name, services, image }) => [name, services, image]),
      ["store", "mailer", "web"].map((name) => [name, [name], name]),
    );
  });

  for (const name of ["web", "store", "mailer"]) {
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

    it(`limits ${name} to what the workload says`, () => {
      assert.deepEqual(container(name).limits, { memoryMiB: 64, cpus: 0.5, pids: 64 });
    });
  }

  it("runs each service as its own user, in its image too", () => {
    assert.deepEqual(container("store").identity, { uid: 10_002, gid: 10_003, groups: [] });
    assert.match(everything.images[1]?.dockerfile ?? "", /^USER 10002:10003$/m);
  });

  it("publishes nothing but the entry", () => {
    const published = ["web", "store", "mailer"].map((name) => container(name).attachments.publishes);
    assert.deepEqual(published, [8080, undefined, undefined]);
  });

  it("attaches only the published service and those with egress to the front network", () => {
    assert.deepEqual(networksOf("web"), ["back", "front"]);
    assert.deepEqual(networksOf("mailer"), ["back", "front"]);
    assert.deepEqual(networksOf("store"), ["back"]);
  });

  it("makes the back network internal, and the front network not", () => {
    assert.deepEqual(
      everything.networks.map(({ name, internal }) => [name, internal]),
      [
        ["back", true],
        ["front", false],
      ],
    );
  });

  it("keeps the client of hello on the internal network", async () => {
    const hello = apart.render(await ownWorkload("hello"), sampleSettings());
    assert.deepEqual(networksOf("client", hello), ["back"]);
    assert.deepEqual(networksOf("server", hello), ["back", "front"]);
  });

  it("gives each service its DNS name on the back network only", () => {
    for (const { name, attachments } of everything.containers) {
      for (const network of attachments.networks)
        assert.deepEqual(network.aliases, network.name === "back" ? [name] : []);
    }
    assert.equal(container("web").process.env.STORE_HOST, "store");
  });

  it("gives each service a /tmp and its scratch folders, with its own user", () => {
    const tmp = { kind: "scratch", path: "/tmp", sizeMiB: 8, mode: 0o1777 };
    const own = { kind: "scratch", path: "/run/web", sizeMiB: 2, mode: 0o700, owner: { uid: 10_001, gid: 10_001 } };
    assert.deepEqual(container("web").mounts, [tmp, own]);
    assert.deepEqual(container("mailer").mounts, [tmp]);
  });

  it("mounts volumes where the service asks for them", () => {
    assert.deepEqual(everything.volumes, [
      {
        name: "data",
        fullName: "ca-000000-separate-hello-data",
        owner: { uid: 10_002, gid: 10_003 },
        mode: 0o700,
        holds: "data",
      },
    ]);
    assert.deepEqual(container("store").mounts.slice(1), [
      { kind: "volume", volume: "data", path: "/var/lib/store", readOnly: false },
    ]);
  });

  it("plans a volume that two services share once", () => {
    const volumes = [{ name: "data", path: "/data" }];
    const { volumes: planned } = rendered(sampleService({ volumes }), quietService({ volumes }));
    assert.deepEqual(
      planned.map(({ name }) => name),
      ["data"],
    );
  });

  it("warns of an order that it cannot honour, and of nothing else", () => {
    assert.deepEqual(everything.warnings, [
      "web: after a restart of the daemon or the host it starts together with store, and must retry until it answers",
    ]);
  });

  it("builds a service without packages or port from its files alone", () => {
    const { dockerfile, packageLayer } = everything.images[2] ?? { dockerfile: "" };
    assert.doesNotMatch(dockerfile, /RUN|EXPOSE/);
    assert.equal(packageLayer, undefined);
  });

  it("shares the package layer between services with the same packages", () => {
    const { images } = rendered(sampleService({ packages: ["b", "a"] }), quietService({ packages: ["a", "b"] }));
    assert.equal(images[0]?.packageLayer, images[1]?.packageLayer);
    assert.match(images[0]?.packageLayer ?? "", / a b /);
  });

  it("checks each service's health with its own script, as often as the workload says", () => {
    assert.deepEqual(container("store").health, {
      intervalSeconds: 2,
      timeoutSeconds: 3,
      retries: 3,
      startPeriodSeconds: 10,
      argv: ["/bin/bash", "-p", "/opt/container-approaches/checks/store"],
    });
  });

  it("stops a service with its own signal, in the image too", () => {
    assert.deepEqual(container("web").stop, { signal: "SIGQUIT", graceSeconds: 10 });
    assert.match(everything.images[0]?.dockerfile ?? "", /^STOPSIGNAL SIGQUIT$/m);
  });

  it("names everything after the scope, so that two deployments have no name in common", () => {
    const scope = { instance: "ffffff", stack: "dev", approach: "separate", workload: "everything" };
    const { containers, networks, volumes } = apart.render(everythingWorkload(), sampleSettings({ scope }));
    for (const { fullName } of [...containers, ...networks, ...volumes])
      assert.match(fullName, /^ca-ffffff-dev-separate-/);
  });

  it("has the system control every service, in the one container of its name", () => {
    assert.deepEqual(
      everything.services,
      Object.fromEntries(
        ["web", "store", "mailer"].map((name) => [name, { replicas: [{ container: name, name }], control: "system" }]),
      ),
    );
  });
});
