import assert from "node:assert/strict";
import type { Service } from "../../../../../services/contract.ts";
import { systemdLeast } from "../../../../../stacks/approaches/systemd-least/index.ts";
import { systemd } from "../../../../../stacks/approaches/systemd/index.ts";
import type { Approach, HostFacts, Rendering } from "../../../../../stacks/contract.ts";
import { everythingWorkload, quietService, sampleSettings, sampleWorkload } from "../../../../support/unit/samples.ts";
import { parseUnitFile, splitWords, type UnitFile } from "../../../../support/unit/unit-file.ts";

/** Settings that the units may have: those of systemd 249, the oldest that the base images bring along, and that are meant. */
const known: Readonly<Record<string, readonly string[]>> = {
  Unit: [
    ...["Description", "DefaultDependencies", "Requires", "Wants", "After", "Before", "Conflicts"],
    ...["StartLimitIntervalSec", "AllowIsolate", "SuccessAction"],
  ],
  Service: [
    ...["Type", "ExecStartPre", "ExecStart", "ExecStartPost", "Restart", "RestartSec", "TimeoutStartSec"],
    ...["KillMode", "KillSignal", "TimeoutStopSec", "SuccessExitStatus", "User", "Group", "Environment"],
    ...["CapabilityBoundingSet", "NoNewPrivileges", "SystemCallFilter", "SystemCallErrorNumber"],
    ...["StandardOutput", "SyslogIdentifier", "SyslogLevelPrefix"],
  ],
};
const repeatable = ["Environment", "ExecStartPre"];

function rendered(approach: Approach, services: readonly Service[], host?: HostFacts): Rendering {
  return approach.render(sampleWorkload({ services }), sampleSettings(host === undefined ? {} : { host }));
}

function unitsOf({ images }: Rendering): Readonly<Record<string, UnitFile>> {
  const files = images.flatMap((image) => image.files);
  const units = files.filter(({ path }) => path.startsWith("rootfs/etc/systemd/system/"));
  return Object.fromEntries(units.map(({ path, content }) => [path.split("/").at(-1) ?? "", parseUnitFile(content)]));
}

function one(unit: UnitFile | undefined, section: string, setting: string): string | undefined {
  const values = unit?.[section]?.[setting] ?? [];
  assert.ok(values.length <= 1, `${setting} stands there ${values.length} times`);
  return values[0];
}

for (const approach of [systemd, systemdLeast]) {
  describe(approach.name, () => {
    const everything = rendered(approach, everythingWorkload().services);
    const units = unitsOf(everything);
    const web = units["web.service"];

    it("has a unit for each service, one for all of them, and one for the end", () => {
      const names = ["default.target", "mailer.service", "store.service", "systemd-halt.service", "web.service"];
      assert.deepEqual(Object.keys(units).sort(), names);
      assert.equal(one(units["default.target"], "Unit", "Wants"), "web.service store.service mailer.service");
    });

    it("writes only settings that the oldest systemd knows, each once", () => {
      for (const [name, unit] of Object.entries(units)) {
        for (const [section, settings] of Object.entries(unit)) {
          for (const [setting, values] of Object.entries(settings)) {
            assert.ok(known[section]?.includes(setting), `${name}: ${section}.${setting}`);
            assert.ok(values.length === 1 || repeatable.includes(setting), `${name}: ${setting} stands there twice`);
          }
        }
      }
    });

    it("starts nothing of a usual system, and stops what it starts", () => {
      for (const [name, unit] of Object.entries(units)) {
        assert.equal(one(unit, "Unit", "DefaultDependencies"), "no", name);
        if (!("Service" in unit)) continue;
        assert.equal(one(unit, "Unit", "Conflicts"), "shutdown.target", name);
        assert.equal(one(unit, "Unit", "Before"), "shutdown.target", name);
      }
    });

    it("starts a service after those that it depends on, and only while their checks pass", () => {
      assert.equal(one(web, "Unit", "After"), "systemd-journald.socket store.service");
      assert.equal(one(web, "Unit", "Wants"), "store.service");
      assert.deepEqual(web?.Service?.ExecStartPre, ["+/opt/container-approaches/systemd/needs store"]);
      assert.equal(one(web, "Service", "ExecStartPost"), "/opt/container-approaches/systemd/ready web");
      assert.equal(units["store.service"]?.Service?.ExecStartPre, undefined);
      assert.equal(everything.units[0]?.healthcheck?.startPeriodSeconds, 20);
    });

    it("stops a service with its own signal, within its own time, and takes an end by that signal for a good one", () => {
      const [quick, quit] = [quietService({ name: "quick", stopSignal: "SIGINT", stopGraceSeconds: 3 }), "web.service"];
      const unit = unitsOf(rendered(approach, [quick]))["quick.service"];
      assert.equal(one(unit, "Service", "KillSignal"), "SIGINT");
      assert.equal(one(unit, "Service", "TimeoutStopSec"), "3s");
      assert.equal(one(unit, "Service", "SuccessExitStatus"), undefined);
      assert.equal(one(units[quit], "Service", "KillSignal"), "SIGQUIT");
      assert.equal(one(units[quit], "Service", "SuccessExitStatus"), "SIGQUIT");
    });

    it("gives the container the time of services that stop one after another, and systemd's own", () => {
      const services = ["a", "b", "c"].map((name, index, names) =>
        quietService({ name, dependsOn: names.slice(index + 1, index + 2), stopGraceSeconds: index + 4 }),
      );
      assert.equal(rendered(approach, services).units[0]?.stopGraceSeconds, 4 + 5 + 6 + 2);
      const beside = services.map((service) => ({ ...service, dependsOn: [] }));
      assert.equal(rendered(approach, beside).units[0]?.stopGraceSeconds, 6 + 2);
    });

    it("runs a service with its command, variables and user, whatever is in them", () => {
      const odd = ["/bin/x y", "50%", "%h", "$HOME ${A}", `it's "here"`, "a\\", "", ";", "new\nline"];
      const env = { GREETING: 'it\'s "here" $HOME 100%\\' };
      const service = quietService({ command: odd, env, hosts: { STORE: "worker" }, user: { uid: 7, gid: 8 } });
      const unit = unitsOf(rendered(approach, [service]))["worker.service"];
      // The quotes of a word may begin after its prefix.
      const command = one(unit, "Service", "ExecStart") ?? "";
      assert.equal(command[0], ":", "variables would be replaced");
      assert.deepEqual(splitWords(command.slice(1)), odd);
      const variables = unit?.Service?.Environment?.map((value) => splitWords(value));
      const expected = ["HOME=/", `GREETING=${env.GREETING}`, "STORE=localhost"];
      assert.deepEqual(
        variables,
        expected.map((variable) => [variable]),
      );
      assert.deepEqual([one(unit, "Service", "User"), one(unit, "Service", "Group")], ["7", "8"]);
    });

    it("takes all capabilities from services, and every way to gain some", () => {
      assert.equal(one(web, "Service", "CapabilityBoundingSet"), "");
      assert.equal(one(web, "Service", "NoNewPrivileges"), "yes");
    });

    it("has systemd filter system calls only where the engine does not", () => {
      const filter = approach.requires.includes("privileged") ? "@system-service" : undefined;
      assert.equal(one(web, "Service", "SystemCallFilter"), filter);
    });

    it("names users and groups once, though services share them", () => {
      const user = { uid: 7, gid: 8 };
      const services = [quietService({ user }), quietService({ name: "b", user }), quietService({ name: "c" })];
      const dockerfile = rendered(approach, services).images[0]?.dockerfile ?? "";
      assert.equal(dockerfile.match(/service-7:x:7:8:/g)?.length, 1);
      assert.equal(dockerfile.match(/service-8:x:8:/g)?.length, 1);
    });

    it("tells the engine of systemd's stop signal and terminal", () => {
      const [unit] = everything.units;
      assert.deepEqual([unit?.stopSignal, unit?.tty, unit?.user], ["SIGRTMIN+3", true, "0:0"]);
      assert.equal(unit?.env.container, "docker");
    });
  });
}

describe("what systemd may do", () => {
  const unitOf = (approach: Approach, host?: HostFacts) => rendered(approach, [quietService()], host).units[0];
  const slice = "/sys/fs/cgroup/containerapproaches.slice";
  const own = { source: slice, target: slice, readOnly: false };

  it("is everything in systemd, with the host's control groups where they have version 1", () => {
    const all = { source: "/sys/fs/cgroup", target: "/sys/fs/cgroup", readOnly: false };
    const [first, second] = [unitOf(systemd, { cgroupVersion: 1 }), unitOf(systemd, { cgroupVersion: 2 })];
    assert.deepEqual([first?.privileged, first?.cgroupNamespace, first?.binds], [true, "host", [all]]);
    assert.deepEqual([second?.privileged, second?.cgroupNamespace, second?.binds], [true, "private", undefined]);
  });

  it("is what a supervisor needs in systemd-least, and never everything", () => {
    for (const cgroupVersion of [1, 2] as const) {
      const unit = unitOf(systemdLeast, { cgroupVersion });
      assert.equal(unit?.privileged, undefined);
      assert.deepEqual(unit?.capabilities, { add: ["KILL", "SETGID", "SETPCAP", "SETUID"], drop: ["ALL"] });
      assert.deepEqual([unit.noNewPrivileges, unit.readOnlyRoot], [true, true]);
    }
  });

  it("is to write its own part of the control groups in systemd-least, and no other", () => {
    const [first, second] = [unitOf(systemdLeast, { cgroupVersion: 1 }), unitOf(systemdLeast, { cgroupVersion: 2 })];
    assert.deepEqual(
      first?.binds?.map(({ target, readOnly }) => [target, readOnly]),
      [
        ["/sys/fs/cgroup/systemd", true],
        ["/sys/fs/cgroup/systemd/docker", false],
      ],
    );
    assert.deepEqual([second?.cgroupParent, second?.binds], ["containerapproaches.slice", [own]]);
  });

  it("is that of version 2 where nobody has asked the engine", () => {
    for (const approach of [systemd, systemdLeast]) {
      assert.deepEqual(unitOf(approach), unitOf(approach, { cgroupVersion: 2 }));
    }
  });
});
