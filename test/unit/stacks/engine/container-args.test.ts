import assert from "node:assert/strict";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { containerArgs } from "../../../../stacks/engine/container-args.ts";
import { bundle } from "../../../support/unit/fixtures/bundle.ts";
import { everythingWorkload, sampleScope, sampleSettings } from "../../../support/unit/samples.ts";
import { ownWorkload } from "../../../support/unit/subjects.ts";

const inputs = {
  image: "sha256:separate-server",
  networks: { back: "ca-000000-separate-back", front: "ca-000000-separate-front", own: "ca-000000-separate-own" },
  volumes: { data: "ca-000000-separate-data" },
  units: { holder: "0123" },
};
const labels = Object.entries({
  instance: "000000",
  stack: "separate",
  approach: "separate",
  workload: "hello",
}).map(([name, value]) => ({ label: `container-approaches.${name}`, value }));

describe("the arguments of a container", () => {
  async function argsOf(name: string) {
    const { units } = separate.render(await ownWorkload("hello"), sampleSettings());
    return containerArgs(units.find((unit) => unit.name === name) ?? assert.fail(), sampleScope(), inputs);
  }

  it("give the server of hello everything that was planned", async () => {
    assert.deepEqual(await argsOf("server"), {
      name: "ca-000000-separate-server",
      image: "sha256:separate-server",
      command: ["/usr/bin/python3", "/app/server.py"],
      envs: ["PORT=8080"],
      user: "10001:10001",
      workingDir: "/",
      networkMode: "bridge",
      networksAdvanced: [
        { name: "ca-000000-separate-back", aliases: ["server"] },
        { name: "ca-000000-separate-front", aliases: [] },
      ],
      ports: [{ ip: "127.0.0.1", external: 20_000, internal: 8080, protocol: "tcp" }],
      tmpfs: { "/tmp": "rw,noexec,nosuid,nodev,size=8m,mode=1777" },
      volumes: [],
      readOnly: true,
      capabilities: { adds: [], drops: ["ALL"] },
      securityOpts: ["no-new-privileges"],
      memory: 64,
      memorySwap: 64,
      cpus: "0.5",
      init: true,
      restart: "unless-stopped",
      healthcheck: {
        tests: ["CMD", "/bin/bash", "/opt/container-approaches/checks/server"],
        interval: "2s",
        timeout: "3s",
        retries: 3,
        startPeriod: "10s",
      },
      stopSignal: "SIGTERM",
      stopTimeout: 10,
      destroyGraceSeconds: 10,
      logDriver: "json-file",
      logOpts: { "max-size": "10m", "max-file": "3" },
      labels: [
        ...labels,
        { label: "container-approaches.service", value: "server" },
        { label: "container-approaches.port", value: "20000" },
      ],
      mustRun: true,
      wait: false,
    });
  });

  it("publish nothing of the client, and keep it on the internal network", async () => {
    const { ports, networksAdvanced, tmpfs, labels: own } = await argsOf("client");
    assert.deepEqual(ports, []);
    assert.deepEqual(networksAdvanced, [{ name: "ca-000000-separate-back", aliases: ["client"] }]);
    assert.deepEqual(tmpfs, {
      "/tmp": "rw,noexec,nosuid,nodev,size=8m,mode=1777",
      "/run/client": "rw,noexec,nosuid,nodev,size=1m,mode=0700,uid=10002,gid=10002",
    });
    assert.deepEqual(own, [...labels, { label: "container-approaches.service", value: "client" }]);
  });

  it("harden nothing that was not planned to be", () => {
    const [unit] = bundle.render(everythingWorkload(), sampleSettings()).units;
    assert.ok(unit);
    const { readOnly, capabilities, securityOpts, init, restart, user } = containerArgs(unit, sampleScope(), inputs);
    assert.deepEqual(
      { readOnly, capabilities, securityOpts, init, restart, user },
      {
        readOnly: false,
        capabilities: { adds: [], drops: [] },
        securityOpts: [],
        init: false,
        restart: "no",
        user: "0:0",
      },
    );
  });

  it("label a unit with every service that runs in it", () => {
    const [unit] = bundle.render(everythingWorkload(), sampleSettings()).units;
    assert.ok(unit);
    const { labels: own } = containerArgs(unit, sampleScope(), inputs);
    assert.ok(Array.isArray(own));
    assert.ok(own.some((one) => "value" in one && one.value === "web,store,mailer"));
  });
});
