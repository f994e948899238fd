import assert from "node:assert/strict";
import { pod } from "../../../../stacks/placement/pod.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";
import { useRendering } from "./foreign-rendering.ts";

describe("a Compose project, a container per service", () => {
  const { rendered } = useRendering();

  it("as a pod gives the names and settings of all to the pause container, which holds their network", async () => {
    const text = `
services:
  web: {image: x, ports: ["80:8000", "9000"], hostname: h, networks: {default: {aliases: [www]}}, extra_hosts: ["a:1.2.3.4"], sysctls: {net.core.somaxconn: 5}, labels: {L: v}}
  db: {image: x, dns: [9.9.9.9], shm_size: 64m, volumes: ["data:/data"]}
volumes: {data: }
`;
    const { containers, networks, warnings } = await rendered(text, {}, pod);
    const [pause, ...members] = containers;
    assert.deepEqual([pause?.name, networks.length], ["pause", 1]);
    assert.deepEqual(pause?.attachments, {
      networks: [{ name: "pod", aliases: [] }],
      publishes: 8000,
      sharesIpc: true,
      further: [{ port: 9000, protocol: "tcp" }],
    });
    const loopback = ["web", "www", "db"].map((name) => ({ name, address: "127.0.0.1" }));
    assert.deepEqual(pause.extras?.names, {
      hosts: [...loopback, { name: "a", address: "1.2.3.4" }],
      dns: { servers: ["9.9.9.9"], search: [], options: [] },
    });
    assert.deepEqual(pause.extras.kernel, { sysctls: { "net.core.somaxconn": "5" }, ulimits: [], shmMiB: 64 });
    const joins = { container: "pause", namespaces: ["network", "ipc"] };
    for (const { attachments, extras } of members) {
      assert.deepEqual(attachments, { networks: [], joins });
      assert.deepEqual(extras?.names, { hosts: [], dns: { servers: [], search: [], options: [] } });
      assert.deepEqual(extras.kernel, { sysctls: {}, ulimits: [] });
    }
    assert.deepEqual(members.find(({ name }) => name === "web")?.extras?.labels, { L: "v" });
    assert.ok(warnings.includes("web: its host name h is not set: all services have that of the pod"));
  });

  it("is refused as a pod if two services listen on one port", async () => {
    const error: unknown = await rendered(
      'services: {a: {image: x, ports: ["80"]}, b: {image: x, expose: ["80"]}}\n',
      {},
      pod,
    ).catch((reason: unknown) => reason);
    throwsUserError(
      () => {
        throw error;
      },
      { found: /the services a and b both listen on 80\/tcp/, allowed: /a port for each/, remedy: /separate/ },
    );
  });
});
