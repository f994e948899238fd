import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { separate } from "../../../../../stacks/approaches/separate/index.ts";
import type { ContainerPlan } from "../../../../../stacks/container-plan.ts";
import { containerArgs, type ContainerInputs } from "../../../../../stacks/systems/docker/container-args.ts";
import { bundle } from "../../../../support/unit/fixtures/bundle.ts";
import { fullContainer } from "../../../../support/unit/full-container.ts";
import { containerOf } from "../../../../support/unit/plans.ts";
import { promiseOf } from "../../../../support/unit/promise-of.ts";
import { everythingWorkload, sampleScope, sampleSettings } from "../../../../support/unit/samples.ts";
import { ownWorkload } from "../../../../support/unit/subjects.ts";

const inputs: ContainerInputs = {
  scope: sampleScope(),
  published: { container: "server", address: "127.0.0.1", external: 20_000, internal: 8080 },
  imageOf: () => "sha256:separate-server",
  networks: { back: "ca-000000-separate-back", front: "ca-000000-separate-front", own: "ca-000000-separate-own" },
  volumes: { data: "ca-000000-separate-data" },
  delivered: {},
  containers: { holder: "0123", server: "4567" },
  secretOf: (name: string) => name,
};
const labels = Object.entries({
  instance: "000000",
  stack: "separate",
  approach: "separate",
  workload: "hello",
}).map(([name, value]) => ({ label: `container-approaches.${name}`, value }));

describe("the arguments of a container", () => {
  const plan = containerOf(bundle.render(everythingWorkload(), sampleSettings()));

  async function argsOf(name: string) {
    const rendering = separate.render(await ownWorkload("hello"), sampleSettings());
    return containerArgs(containerOf(rendering, name), inputs);
  }

  it("contain everything that is planned for the server of hello", async () => {
    assert.deepEqual(await argsOf("server"), {
      name: "ca-000000-separate-server",
      image: "sha256:separate-server",
      envs: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/", "REPLICA=1", "PORT=8080"],
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
        tests: ["CMD", "/bin/bash", "-p", "/opt/container-approaches/checks/server"],
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

  it("harden nothing that is not planned", () => {
    const { readOnly, capabilities, securityOpts, init, restart, user } = containerArgs(plan, inputs);
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

  it("state how logs are rotated where a Compose file leaves it out: a daemon would add its own, which each up would show", () => {
    const optionsOf = (driver: string, options: Readonly<Record<string, string>>) =>
      containerArgs({ ...plan, extras: { ...fullContainer.extras, uploads: [], logging: { driver, options } } }, inputs)
        .logOpts;
    assert.deepEqual(optionsOf("json-file", { "max-size": "1m" }), { "max-size": "1m", "max-file": "3" });
    assert.deepEqual(optionsOf("syslog", { tag: "a" }), { tag: "a" });
  });

  it("have the form that the provider reads, so that a refresh finds no difference", () => {
    const cpusOf = (cpus: number) => containerArgs({ ...plan, limits: { ...plan.limits, cpus } }, inputs).cpus;
    const texts = [0.05, 0.25, 0.5, 1, 1.5, 2, 10].map(cpusOf);
    assert.deepEqual(texts, ["0.05", "0.25", "0.5", "1.0", "1.5", "2.0", "10."]);
    const schedule = { argv: ["/c"], timeoutSeconds: 0.5, retries: 3, startPeriodSeconds: 0 };
    const timesOf = (intervalSeconds: number) => {
      const { healthcheck } = containerArgs({ ...plan, health: { ...schedule, intervalSeconds } }, inputs);
      const { interval, timeout, startPeriod } = healthcheck as Readonly<Record<string, unknown>>;
      return [interval, timeout, startPeriod];
    };
    assert.deepEqual(timesOf(62), ["1m2s", "500ms", "0s"]);
    assert.deepEqual(timesOf(3600), ["1h0m0s", "500ms", "0s"]);
    const capabilities = { add: ["KILL"], drop: ["ALL"] };
    const grants = { ...plan.grants, capabilities };
    assert.deepEqual(containerArgs({ ...plan, grants }, inputs).capabilities, {
      adds: ["CAP_KILL"],
      drops: ["ALL"],
    });
  });

  it("join the namespaces of an earlier container, and have no networks of their own", async () => {
    const joining = (attachments: ContainerPlan["attachments"]) => containerArgs({ ...plan, attachments }, inputs);
    const args = joining({ networks: [], joins: { container: "holder", namespaces: ["network", "ipc"] } });
    assert.equal(await promiseOf(pulumi.output(args.networkMode)), "container:0123");
    assert.equal(await promiseOf(pulumi.output(args.ipcMode)), "container:0123");
    assert.deepEqual([args.pidMode, args.networksAdvanced], [undefined, []]);
    const beside = joining({ networks: [], joins: { container: "holder", namespaces: ["pid"] } });
    assert.equal(await promiseOf(pulumi.output(beside.pidMode)), "container:0123");
    assert.deepEqual([beside.networkMode, "ipcMode" in beside], ["bridge", false]);
    assert.equal(joining({ networks: [], sharesIpc: true }).ipcMode, "shareable");
    assert.throws(
      () => joining({ networks: [], joins: { container: "nobody", namespaces: ["pid"] } }),
      /refers to "nobody"/,
    );
  });

  it("mount folders of the host, give a terminal, and grant every privilege, if planned", () => {
    const all: ContainerPlan = {
      ...plan,
      mounts: [{ kind: "host", source: "/sys/fs/cgroup", path: "/sys/fs/cgroup", readOnly: true }],
      process: { ...plan.process, terminal: true },
      grants: { ...plan.grants, privileged: true, cgroupNamespace: "host", cgroupParent: "own.slice" },
    };
    const { volumes, tty, privileged, cgroupnsMode, healthcheck, ...rest } = containerArgs(all, inputs);
    assert.deepEqual(volumes, [{ hostPath: "/sys/fs/cgroup", containerPath: "/sys/fs/cgroup", readOnly: true }]);
    assert.deepEqual([tty, privileged, cgroupnsMode], [true, true, "host"]);
    assert.deepEqual([rest.capabilities, rest.securityOpts], [undefined, ["label=disable"]]);
    assert.equal(rest.cgroupParent, "own.slice");
    assert.ok(healthcheck);
    const { health, ...unchecked } = all;
    assert.ok(health);
    assert.ok(!("healthcheck" in containerArgs(unchecked, inputs)));
  });

  it("label a container with every service that runs in it, and with its port if it publishes the entry", () => {
    const labelsOf = (container: string) => {
      const { labels: own } = containerArgs(plan, { ...inputs, published: { ...inputs.published, container } });
      assert.ok(Array.isArray(own));
      return new Map(own.map((one) => ("value" in one ? [one.label, one.value] : assert.fail())));
    };
    assert.equal(labelsOf("all").get("container-approaches.service"), "web,store,mailer");
    assert.equal(labelsOf("all").get("container-approaches.port"), "20000");
    assert.equal(labelsOf("other").get("container-approaches.port"), undefined);
  });

  it("have no command, because the image has it: the provider refuses empty words", () => {
    const args = containerArgs({ ...plan, process: { ...plan.process, command: ["/bin/x", ""] } }, inputs);
    assert.ok(!("command" in args) && !("entrypoints" in args));
    assert.throws(() => containerArgs({ ...plan, process: { ...plan.process, command: [] } }, inputs), /no command/);
  });
});
