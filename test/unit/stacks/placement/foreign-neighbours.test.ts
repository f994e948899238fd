import assert from "node:assert/strict";
import { useRendering } from "./foreign-rendering.ts";

describe("a Compose project, a container per service", () => {
  const { rendered } = useRendering();

  it("is on its networks with its names and those of links; external ones and volumes keep their names", async () => {
    const { containers, networks, volumes } = await rendered(`
services:
  web: {image: x, ports: ["80", "8081:81/udp"], networks: {front: {aliases: [www]}, back: }, links: ["db:database"], volumes: ["old:/old"]}
  db: {image: x, networks: [back], scale: 2}
networks: {front: {external: true, name: theirs}, back: {internal: true}, unused: {}}
volumes: {old: {external: true, name: legacy}}
`);
    const at = Object.fromEntries(containers.map(({ name, attachments }) => [name, attachments]));
    assert.deepEqual(at.web, {
      networks: [
        { name: "front", aliases: ["web", "www"] },
        { name: "back", aliases: ["web"] },
      ],
      publishes: 80,
      further: [{ port: 81, protocol: "udp", external: 8081 }],
    });
    assert.deepEqual(at.db?.networks, [{ name: "back", aliases: ["db", "database"] }]);
    assert.deepEqual(at.db_2, at.db);
    const back = networks.find(({ name }) => name === "back");
    assert.match(back?.fullName ?? "", /^ca-000000-.*back-\w{4}$/);
    assert.deepEqual(networks, [{ name: "front", fullName: "theirs", internal: false, external: true }, back]);
    assert.deepEqual(volumes, [{ name: "old", fullName: "legacy", holds: "data", external: true }]);
  });

  it("joins another's namespaces, is on the host's network, or on none", async () => {
    const { containers } = await rendered(`
services:
  side: {image: x, network_mode: "service:web", pid: "service:web"}
  alone: {image: x, network_mode: none}
  web: {image: x, ports: ["80"]}
`);
    const at = Object.fromEntries(containers.map(({ name, attachments }) => [name, attachments]));
    assert.deepEqual(at.side, { networks: [], joins: { container: "web", namespaces: ["network", "pid"] } });
    assert.deepEqual(at.alone, { networks: [], instead: "none" });
    assert.deepEqual(
      containers.map(({ name }) => name),
      ["alone", "web", "side"],
    );
  });

  it("waits for what it depends on: a service without a check is waited for until it runs, one that others wait for completes", async () => {
    const { containers } = await rendered(
      `
services:
  web: {image: x, ports: ["80"], depends_on: {db: {condition: service_healthy}, setup: {condition: service_completed_successfully}}}
  db: {image: x, healthcheck: {disable: true}}
  setup: {image: x}
`,
    );
    const [web, setup] = ["web", "setup"].map((name) => containers.find((container) => container.name === name));
    assert.deepEqual(web?.startsAfter, [
      { container: "db", condition: "started" },
      { container: "setup", condition: "completed" },
    ]);
    assert.deepEqual(setup?.completes, { withinSeconds: 3600 });
    assert.equal(setup.health, undefined);
  });
});
