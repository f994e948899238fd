import assert from "node:assert/strict";
import type { Service } from "../../../../services/contract.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import type { UnitPlan } from "../../../../stacks/contract.ts";
import {
  everythingWorkload,
  quietService,
  sampleService,
  sampleSettings,
  sampleWorkload,
} from "../../../support/unit/samples.ts";
import { ownWorkload } from "../../../support/unit/subjects.ts";

describe("separate", () => {
  const everything = separate.render(everythingWorkload(), sampleSettings());

  function unit(name: string, units: readonly UnitPlan[] = everything.units): UnitPlan {
    const found = units.find((one) => one.name === name);
    assert.ok(found, `no unit ${name}`);
    return found;
  }
  const networksOf = (name: string, units?: readonly UnitPlan[]) => unit(name, units).networks.map((one) => one.name);
  const rendered = (...services: Service[]) => separate.render(sampleWorkload({ services }), sampleSettings());

  it("gives each service an image and a container of its own", () => {
    const names = ["web", "store", "mailer"];
    assert.deepEqual(
      everything.images.map(({ name }) => name),
      names,
    );
    assert.deepEqual(
      everything.units.map(({ name, services, image }) => [name, services, image]),
      names.map((name) => [name, [name], name]),
    );
  });

  for (const name of ["web", "store", "mailer"]) {
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

    it(`limits ${name} to what the workload says`, () => {
      assert.deepEqual(unit(name).limits, { memoryMiB: 64, cpus: 0.5, pids: 64 });
    });
  }

  it("runs each service as its own user, in its image too", () => {
    assert.equal(unit("store").user, "10002:10003");
    assert.match(everything.images[1]?.dockerfile ?? "", /^USER 10002:10003$/m);
  });

  it("publishes nothing but the entry", () => {
    assert.deepEqual(unit("web").ports, [{ address: "127.0.0.1", external: 20_000, internal: 8080 }]);
    assert.deepEqual([unit("store").ports, unit("mailer").ports], [[], []]);
  });

  it("attaches only the published service and those with a way out to the front network", () => {
    assert.deepEqual(networksOf("web"), ["back", "front"]);
    assert.deepEqual(networksOf("mailer"), ["back", "front"]);
    assert.deepEqual(networksOf("store"), ["back"]);
  });

  it("lets the back network have no way out, and the front network one", () => {
    assert.deepEqual(
      everything.networks.map(({ name, internal }) => [name, internal]),
      [
        ["back", true],
        ["front", false],
      ],
    );
  });

  it("keeps the client of hello on the internal network", async () => {
    const { units } = separate.render(await ownWorkload("hello"), sampleSettings());
    assert.deepEqual(networksOf("client", units), ["back"]);
    assert.deepEqual(networksOf("server", units), ["back", "front"]);
  });

  it("makes each service known by its name on the back network alone", () => {
    for (const { name, networks } of everything.units) {
      for (const network of networks) assert.deepEqual(network.aliases, network.name === "back" ? [name] : []);
    }
    assert.equal(unit("web").env.STORE_HOST, "store");
  });

  it("gives each service a /tmp and its scratch folders, which nothing can be executed from", () => {
    const common = "rw,noexec,nosuid,nodev";
    assert.deepEqual(unit("web").tmpfs, {
      "/tmp": `${common},size=8m,mode=1777`,
      "/run/web": `${common},size=2m,mode=0700,uid=10001,gid=10001`,
    });
    assert.deepEqual(unit("store").tmpfs, { "/tmp": `${common},size=8m,mode=1777` });
  });

  it("mounts volumes where the service asks for them", () => {
    assert.deepEqual(everything.volumes, [{ name: "data", fullName: "ca-000000-separate-data" }]);
    assert.deepEqual(unit("store").volumes, [{ name: "data", path: "/var/lib/store" }]);
  });

  it("plans a volume once that two services share", () => {
    const volumes = [{ name: "data", path: "/data" }];
    const { volumes: planned } = rendered(sampleService({ volumes }), quietService({ volumes }));
    assert.deepEqual(
      planned.map(({ name }) => name),
      ["data"],
    );
  });

  it("warns of replicas that it does not make and of an order that it does not keep, and of nothing else", () => {
    assert.deepEqual(everything.warnings, [
      "web: one container runs, though the workload asks for 3",
      "web: starts beside store and has to keep trying until it answers",
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
    assert.deepEqual(unit("store").healthcheck, {
      intervalSeconds: 2,
      timeoutSeconds: 3,
      retries: 3,
      startPeriodSeconds: 10,
      argv: ["/bin/bash", "/opt/container-approaches/checks/store"],
    });
  });

  it("stops a service with its own signal, in the image too", () => {
    assert.equal(unit("web").stopSignal, "SIGQUIT");
    assert.match(everything.images[0]?.dockerfile ?? "", /^STOPSIGNAL SIGQUIT$/m);
  });

  it("names everything after the scope, so that two deployments never meet", () => {
    const scope = { instance: "ffffff", stack: "dev", approach: "separate", workload: "everything" };
    const { units, networks, volumes } = separate.render(everythingWorkload(), sampleSettings({ scope }));
    for (const { fullName } of [...units, ...networks, ...volumes]) assert.match(fullName, /^ca-ffffff-dev-separate-/);
  });
});
