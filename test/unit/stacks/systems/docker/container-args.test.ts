import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { separate } from "../../../../../stacks/approaches/separate/index.ts";
import { containerArgs } from "../../../../../stacks/systems/docker/container-args.ts";
import { bundle } from "../../../../support/unit/fixtures/bundle.ts";
import { promiseOf } from "../../../../support/unit/promise-of.ts";
import { everythingWorkload, sampleScope, sampleSettings } from "../../../../support/unit/samples.ts";
import { ownWorkload } from "../../../../support/unit/subjects.ts";

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

  it("are written as the provider reads them, so that a refresh finds no difference", () => {
    const [plan] = bundle.render(everythingWorkload(), sampleSettings()).units;
    assert.ok(plan);
    const cpusOf = (cpus: number) =>
      containerArgs({ ...plan, limits: { ...plan.limits, cpus } }, sampleScope(), inputs).cpus;
    const texts = [0.05, 0.25, 0.5, 1, 1.5, 2, 10].map(cpusOf);
    assert.deepEqual(texts, ["0.05", "0.25", "0.5", "1.0", "1.5", "2.0", "10."]);
    const capabilities = { add: ["KILL"], drop: ["ALL"] };
    assert.deepEqual(containerArgs({ ...plan, capabilities }, sampleScope(), inputs).capabilities, {
      adds: ["CAP_KILL"],
      drops: ["ALL"],
    });
  });

  it("join the namespaces of a unit that was created before, and give it none of their own", async () => {
    const [plan] = bundle.render(everythingWorkload(), sampleSettings()).units;
    assert.ok(plan);
    const member = { ...plan, networks: [], joins: { unit: "holder", namespaces: ["network", "ipc"] as const } };
    const args = containerArgs(member, sampleScope(), inputs);
    assert.equal(await promiseOf(pulumi.output(args.networkMode)), "container:0123");
    assert.equal(await promiseOf(pulumi.output(args.ipcMode)), "container:0123");
    assert.deepEqual([args.pidMode, args.networksAdvanced], [undefined, []]);
    assert.equal(containerArgs({ ...plan, sharesIpc: true }, sampleScope(), inputs).ipcMode, "shareable");
    const stranger = { ...member, joins: { unit: "nobody", namespaces: ["pid"] as const } };
    assert.throws(() => containerArgs(stranger, sampleScope(), inputs), /refers to "nobody"/);
  });

  it("mount folders of the host, give a terminal, and grant every privilege, where that is planned", () => {
    const [plan] = bundle.render(everythingWorkload(), sampleSettings()).units;
    assert.ok(plan);
    const binds = [{ source: "/sys/fs/cgroup", target: "/sys/fs/cgroup", readOnly: true }];
    const unit = {
      ...plan,
      volumes: [],
      binds,
      tty: true,
      privileged: true,
      cgroupNamespace: "host" as const,
      cgroupParent: "own.slice",
    };
    const { volumes, tty, privileged, cgroupnsMode, healthcheck, ...rest } = containerArgs(unit, sampleScope(), inputs);
    assert.deepEqual(volumes, [{ hostPath: "/sys/fs/cgroup", containerPath: "/sys/fs/cgroup", readOnly: true }]);
    assert.deepEqual([tty, privileged, cgroupnsMode], [true, true, "host"]);
    assert.deepEqual([rest.capabilities, rest.securityOpts], [undefined, ["label=disable"]]);
    assert.equal(rest.cgroupParent, "own.slice");
    assert.ok(healthcheck);
    const unchecked = Object.entries(unit).filter(([name]) => name !== "healthcheck");
    const args = containerArgs(Object.fromEntries(unchecked) as unknown as typeof unit, sampleScope(), inputs);
    assert.ok(!("healthcheck" in args));
  });

  it("label a unit with every service that runs in it", () => {
    const [unit] = bundle.render(everythingWorkload(), sampleSettings()).units;
    assert.ok(unit);
    const { labels: own } = containerArgs(unit, sampleScope(), inputs);
    assert.ok(Array.isArray(own));
    assert.ok(own.some((one) => "value" in one && one.value === "web,store,mailer"));
  });
});
