import assert from "node:assert/strict";
import { verdicts } from "../../../../lab/experiments/posture/check.ts";
import { cisNamespaceChecks } from "../../../../lab/experiments/posture/cis-namespaces.ts";
import { cisChecks } from "../../../../lab/experiments/posture/cis.ts";
import { podSecurityChecks } from "../../../../lab/experiments/posture/pod-security.ts";
import { distinctPorts, targetsOf } from "../../../../lab/experiments/posture/undeclared.ts";
import { workload } from "../../../../services/hello/workload.ts";
import { host, powerlessRoot, soundUnit } from "./posture-facts.ts";

const checks = [...cisChecks, ...cisNamespaceChecks, ...podSecurityChecks];
/** Checks that count on the host of these tests, which has no SELinux. */
const counted = checks.filter(({ repeats, applies }) => repeats === undefined && applies?.(host) === undefined);
const failing = (unit = soundUnit()) =>
  verdicts(checks, [unit], host)
    .findings.filter(({ passed }) => !passed)
    .map(({ id }) => id);

/** A fault for each check. Every check must be listed, since a check that cannot fail is a defect. */
const faults: Readonly<Record<string, ReturnType<typeof soundUnit>>> = {
  "CIS-4.1": withConfig({ User: "root" }),
  "CIS-4.6": soundUnit({}, { imageHealthcheck: false }),
  "CIS-5.2": withInspected({ AppArmorProfile: "unconfined" }),
  "CIS-5.4": withRoot({ bounding: "a80425fb" }),
  "CIS-5.5": soundUnit({ Privileged: true }),
  "CIS-5.6": withMount({ Type: "bind", Source: "/sys/fs/cgroup", Destination: "/x" }),
  "CIS-5.7": soundUnit({}, { programs: ["/usr/sbin/sshd"] }),
  "CIS-5.8": soundUnit({ PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "80" }] } }),
  "CIS-5.9": soundUnit({ PortBindings: { "9001/tcp": [{ HostIp: "127.0.0.1", HostPort: "20001" }] } }),
  "CIS-5.10": soundUnit({ NetworkMode: "host" }),
  "CIS-5.11": soundUnit({ Memory: 0 }),
  "CIS-5.12": soundUnit({ NanoCpus: 0 }),
  "CIS-5.13": soundUnit({ ReadonlyRootfs: false }),
  "CIS-5.14": soundUnit({ PortBindings: { "8080/tcp": [{ HostIp: "", HostPort: "20000" }] } }),
  "CIS-5.15": soundUnit({ RestartPolicy: { Name: "unless-stopped", MaximumRetryCount: 0 } }),
  "CIS-5.16": soundUnit({ PidMode: "host" }),
  "CIS-5.17": soundUnit({ IpcMode: "host" }),
  "CIS-5.18": withRoot({ devices: ["kvm"] }),
  "CIS-5.20": withMount({ Type: "volume", Destination: "/x", Propagation: "rshared" }),
  "CIS-5.21": soundUnit({ UTSMode: "host" }),
  "CIS-5.22": withRoot({ seccomp: 0 }),
  "CIS-5.25": soundUnit({ CgroupParent: "/other" }),
  "CIS-5.26": withRoot({ noNewPrivileges: false }),
  "CIS-5.27": withConfig({ User: "1", Healthcheck: { Test: ["NONE"] } }),
  "CIS-5.29": soundUnit({ PidsLimit: null }),
  "CIS-5.30": withInspected({ NetworkSettings: { Networks: { bridge: {} } } }),
  "CIS-5.31": soundUnit({ UsernsMode: "host" }),
  "CIS-5.32": withMount({ Type: "bind", Source: "/var/run/docker.sock", Destination: "/x" }),
  "PSS-privileged": soundUnit({ Privileged: true }),
  "PSS-hostNamespaces": soundUnit({ IpcMode: "host" }),
  "PSS-hostPath": withMount({ Type: "bind", Source: "/srv", Destination: "/x" }),
  "PSS-hostPorts": soundUnit({ PortBindings: { "9001/tcp": [{ HostIp: "127.0.0.1", HostPort: "20001" }] } }),
  "PSS-capabilities": soundUnit({ CapAdd: ["CAP_KILL"] }),
  "PSS-allowPrivilegeEscalation": withRoot({ noNewPrivileges: false }),
  "PSS-runAsNonRoot": withConfig({ User: "0:0" }),
  "PSS-runAsUser": withConfig({ User: "app" }),
  "PSS-seccomp": withRoot({ seccomp: 0 }),
  "PSS-volumeTypes": withMount({ Type: "bind", Source: "/srv", Destination: "/x" }),
  "PSS-sysctls": soundUnit({ Sysctls: { "kernel.shmmax": "1" } }),
  "PSS-procMount": soundUnit({ MaskedPaths: null }),
  "PSS-appArmor": withInspected({ AppArmorProfile: "" }),
};

function withConfig(Config: ReturnType<typeof soundUnit>["inspected"]["Config"]) {
  return withInspected({ Config });
}

function withInspected(change: Partial<ReturnType<typeof soundUnit>["inspected"]>) {
  const unit = soundUnit();
  return { ...unit, inspected: { ...unit.inspected, ...change } };
}

function withMount(mount: ReturnType<typeof soundUnit>["inspected"]["Mounts"][number]) {
  return withInspected({ Mounts: [mount] });
}

function withRoot(change: Parameters<typeof powerlessRoot>[0]) {
  return soundUnit({}, { root: powerlessRoot(change) });
}

describe("hardening checks", () => {
  it("pass in a container without faults", () => {
    assert.deepEqual(failing(), []);
  });

  for (const { id } of checks.filter(({ applies }) => applies?.(host) === undefined)) {
    it(`${id} fails for its fault`, () => {
      const unit = faults[id];
      assert.ok(unit, "there is no fault for this check");
      assert.ok(failing(unit).includes(id));
    });
  }

  it("have unique ids, and do not apply to what the host lacks, with the reason", () => {
    assert.equal(new Set(checks.map(({ id }) => id)).size, checks.length);
    const without = verdicts(checks, [soundUnit()], { ...host, appArmor: false });
    assert.deepEqual(Object.keys(without.notApplicable).sort(), ["CIS-5.2", "CIS-5.3", "PSS-appArmor"]);
    const appArmorCounts = 1;
    assert.equal(without.passed + without.failed.length, counted.length - appArmorCounts);
  });

  it("require SELinux if the host has it", () => {
    const { findings } = verdicts(checks, [soundUnit()], { ...host, seLinux: true });
    assert.equal(findings.find(({ id }) => id === "CIS-5.3")?.passed, false);
  });

  it("count as failed once, if any container fails", () => {
    const bad = soundUnit({ Privileged: true }, { unit: "two" });
    const found = verdicts(checks, [soundUnit(), bad, bad], host);
    assert.deepEqual([found.failed, found.passed], [["CIS-5.5", "PSS-capabilities"], counted.length - 2]);
  });

  it("about the same fact are shown and count once", () => {
    const asRoot = verdicts(checks, [withConfig({ User: "0", Healthcheck: { Test: ["CMD", "true"] } })], host);
    const shown = asRoot.findings.filter(({ passed }) => !passed).map(({ id }) => id);
    assert.deepEqual(shown, ["CIS-4.1", "PSS-runAsNonRoot", "PSS-runAsUser"]);
    assert.deepEqual(asRoot.failed, ["CIS-4.1"]);
    const countedIds = checks.filter(({ repeats }) => repeats === undefined).map(({ id }) => id);
    for (const { id, repeats = [] } of checks)
      assert.ok(
        repeats.every((one) => countedIds.includes(one)),
        `${id} repeats a check that does not count`,
      );
  });

  for (const { id, repeats } of checks.filter((check) => check.repeats !== undefined && check.id !== "PSS-runAsUser"))
    it(`${id} does not fail for another fact than ${(repeats ?? []).join(" and ")}`, () => {
      const unit = faults[id];
      assert.ok(unit);
      const sources = id === "PSS-hostNamespaces" ? ["CIS-5.17"] : (repeats ?? []);
      assert.deepEqual(
        sources.filter((one) => !failing(unit).includes(one)),
        [],
      );
    });
});

describe("undeclared ports", () => {
  const neighbours = workload.services.map((service) => ({
    service: { ...service, files: [], configs: [] },
    listening: service.port === undefined ? [] : [{ address: "0.0.0.0", port: service.port }],
    addresses: ["10.0.0.1"],
  }));
  const [server, client] = neighbours;
  const planted = () => ({ loopback: 1, everywhere: 2 });

  it("leave out only the port that a service declares", () => {
    assert.ok(server && client);
    const ports = (from: typeof server) => [...new Set(targetsOf(from, neighbours, planted).map(({ port }) => port))];
    assert.deepEqual(ports(client), [1, 2]);
    const stranger = { ...client, service: { ...client.service, hosts: {}, dependsOn: {} } };
    assert.deepEqual(
      [...new Set(targetsOf(stranger, [stranger, server], planted).map(({ port }) => port))],
      [1, 2, 8080],
    );
  });

  it("count once, however many addresses they answer at", () => {
    const found = { from: "a", to: "b", address: "127.0.0.1", port: 1, planted: true };
    assert.deepEqual(distinctPorts([found, { ...found, address: "10.0.0.1" }]), [found]);
  });
});
