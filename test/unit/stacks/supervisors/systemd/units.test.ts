import assert from "node:assert/strict";
import type { Service } from "../../../../../services/contract.ts";
import { systemdLeast } from "../../../../../stacks/approaches/systemd-least/index.ts";
import { systemd } from "../../../../../stacks/approaches/systemd/index.ts";
import type { Approach, HostFacts, Rendering } from "../../../../../stacks/contract.ts";
import { containerOf } from "../../../../support/unit/plans.ts";
import { everythingWorkload, quietService, sampleSettings, sampleWorkload } from "../../../../support/unit/samples.ts";
import { textOf } from "../../../../support/unit/text-of.ts";
import { parseUnitFile, splitWords, type UnitFile } from "../../../../support/unit/unit-file.ts";
import { known, repeatable } from "../../../../support/unit/unit-settings.ts";

function rendered(approach: Approach, services: readonly Service[], host?: HostFacts): Rendering {
  return approach.render(sampleWorkload({ services }), sampleSettings(host === undefined ? {} : { host }));
}

function unitsOf({ images }: Rendering): Readonly<Record<string, UnitFile>> {
  const files = images.flatMap((image) => image.files);
  const units = files.filter(({ path }) => path.startsWith("rootfs/etc/systemd/system/"));
  return Object.fromEntries(units.map((file) => [file.path.split("/").at(-1) ?? "", parseUnitFile(textOf(file))]));
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
      const services = ["mailer", "store", "web"].flatMap((name) => [
        `${name}.service`,
        `${name}_output.service`,
        `${name}_output.socket`,
      ]);
      assert.deepEqual(Object.keys(units).sort(), ["default.target", "systemd-halt.service", ...services].sort());
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

    it("starts none of the usual targets, and stops what it starts", () => {
      for (const [name, unit] of Object.entries(units)) {
        assert.equal(one(unit, "Unit", "DefaultDependencies"), "no", name);
        if (!("Service" in unit)) continue;
        assert.equal(one(unit, "Unit", "Conflicts"), "shutdown.target", name);
        assert.equal(one(unit, "Unit", "Before"), "shutdown.target", name);
      }
    });

    it("starts a service after its dependencies, and only while their checks pass", () => {
      assert.equal(one(web, "Unit", "After"), "web_output.socket web_output.service store.service");
      assert.equal(one(web, "Unit", "Wants"), "web_output.service store.service");
      assert.deepEqual(web?.Service?.ExecStartPre, ["+/opt/container-approaches/systemd/needs store healthy"]);
      assert.deepEqual(web.Service.ExecStartPost, [
        "-+/opt/container-approaches/systemd/record web",
        "+/opt/container-approaches/systemd/ready web 16",
      ]);
      assert.equal(units["store.service"]?.Service?.ExecStartPre, undefined);
      assert.equal(containerOf(everything).health?.startPeriodSeconds, 20);
    });

    it("does not wait for the checks of a service whose start others wait for: they may need those", () => {
      const services = [quietService({ dependsOn: { b: "started" } }), quietService({ name: "b" })];
      const { "b.service": b, "worker.service": worker } = unitsOf(rendered(approach, services));
      assert.deepEqual(b?.Service?.ExecStartPost, ["-+/opt/container-approaches/systemd/record b"]);
      assert.equal(worker?.Service?.ExecStartPost?.length, 2);
    });

    it("runs a service to completion once, within its time, and does not start it with those that wait for it", () => {
      const services = [
        quietService({ dependsOn: { once: "completed" } }),
        quietService({ name: "once", completes: { withinSeconds: 7 }, checks: [] }),
      ];
      const { "once.service": once, "worker.service": worker } = unitsOf(rendered(approach, services));
      const own = "/opt/container-approaches/systemd";
      assert.deepEqual(
        ["ExecCondition", "ExecStopPost", "RuntimeMaxSec", "Restart"].map((name) => one(once, "Service", name)),
        [`+${own}/due once`, `+${own}/ended/once`, "7s", "no"],
      );
      assert.deepEqual(worker?.Service?.ExecStartPre, [`+${own}/needs once completed`]);
      assert.equal(one(worker, "Unit", "After"), "worker_output.socket worker_output.service once.service");
      assert.equal(one(worker, "Unit", "Wants"), "worker_output.service");
    });

    it("starts a service again as its policy says, also after a stop signal that it was not sent on purpose", () => {
      const services = (["always", "on-failure", "never"] as const).map((restart) =>
        quietService({ name: restart, restart }),
      );
      const found = unitsOf(rendered(approach, services));
      assert.equal(one(found["always.service"], "Service", "Restart"), "always");
      assert.equal(one(found["on-failure.service"], "Service", "Restart"), "on-failure");
      assert.match(one(found["on-failure.service"], "Service", "RestartForceExitStatus") ?? "", /SIGTERM/);
      assert.equal(one(found["never.service"], "Service", "Restart"), "no");
    });

    it("stops a service with its own signal, within its grace period, and counts an end by that signal as success", () => {
      const [quick, quit] = [quietService({ name: "quick", stopSignal: "SIGINT", stopGraceSeconds: 3 }), "web.service"];
      const unit = unitsOf(rendered(approach, [quick]))["quick.service"];
      assert.equal(one(unit, "Service", "KillSignal"), "SIGINT");
      assert.equal(one(unit, "Service", "TimeoutStopSec"), "3s");
      assert.equal(one(unit, "Service", "SuccessExitStatus"), undefined);
      assert.equal(one(units[quit], "Service", "KillSignal"), "SIGQUIT");
      assert.equal(one(units[quit], "Service", "SuccessExitStatus"), "SIGQUIT");
    });

    it("gives the container the grace periods of services that stop one after another, and systemd's own", () => {
      const services = ["a", "b", "c"].map((name, index, names) =>
        quietService({
          name,
          dependsOn: Object.fromEntries(names.slice(index + 1, index + 2).map((need) => [need, "healthy"] as const)),
          stopGraceSeconds: index + 4,
        }),
      );
      assert.equal(containerOf(rendered(approach, services)).stop.graceSeconds, 4 + 5 + 6 + 2);
      const beside = services.map((service) => ({ ...service, dependsOn: {} }));
      assert.equal(containerOf(rendered(approach, beside)).stop.graceSeconds, 6 + 2);
    });

    it("runs a service with its command, variables and user, with any characters in them", () => {
      const odd = ["/bin/x y", "50%", "%h", "$HOME ${A}", `it's "here"`, "a\\", "", ";", "new\nline"];
      const env = { GREETING: 'it\'s "here" $HOME 100%\\' };
      const service = quietService({ command: odd, env, hosts: { STORE: "worker" }, user: { uid: 7, gid: 8 } });
      const unit = unitsOf(rendered(approach, [service]))["worker.service"];
      // A word's quotes may begin after its prefix.
      const command = one(unit, "Service", "ExecStart") ?? "";
      assert.equal(command[0], ":", "variables would be replaced");
      assert.deepEqual(splitWords(command.slice(1)), odd);
      // The host name is a specifier of systemd, on purpose.
      const [hostname, ...written] = unit?.Service?.Environment ?? [];
      assert.equal(hostname, "HOSTNAME=%H");
      const variables = written.map((value) => splitWords(value));
      const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
      const expected = [path, "HOME=/", "REPLICA=1", `GREETING=${env.GREETING}`, "STORE=localhost"];
      assert.deepEqual(
        variables,
        expected.map((variable) => [variable]),
      );
      assert.deepEqual([one(unit, "Service", "User"), one(unit, "Service", "Group")], ["7", "8"]);
    });

    it("drops all capabilities of services, with no-new-privileges", () => {
      assert.equal(one(web, "Service", "CapabilityBoundingSet"), "");
      assert.equal(one(web, "Service", "NoNewPrivileges"), "yes");
    });

    it("has a seccomp filter in units only if the container has none", () => {
      const filter = approach.requires.includes("privileged") ? "@system-service" : undefined;
      assert.equal(one(web, "Service", "SystemCallFilter"), filter);
    });

    it("names users and groups once, even if services share a group", () => {
      const user = (uid: number) => ({ uid, gid: 8 });
      const services = [quietService({ user: user(7) }), quietService({ name: "b", user: user(6) })];
      const dockerfile = rendered(approach, services).images[0]?.dockerfile ?? "";
      assert.equal(dockerfile.match(/service-7:x:7:8:/g)?.length, 1);
      assert.equal(dockerfile.match(/service-8:x:8:/g)?.length, 1);
    });

    it("puts a service into the groups of its volumes, which have names", () => {
      const volumes = [{ name: "data", path: "/data" }];
      const services = [quietService({ volumes }), quietService({ name: "b" })];
      const workload = sampleWorkload({ services, volumes: { data: { gid: 9 } } });
      const rendering = approach.render(workload, sampleSettings());
      assert.equal(one(unitsOf(rendering)["worker.service"], "Service", "SupplementaryGroups"), "9");
      assert.equal(one(unitsOf(rendering)["b.service"], "Service", "SupplementaryGroups"), undefined);
      assert.match(rendering.images[0]?.dockerfile ?? "", /service-9:x:9:/);
    });

    it("has its stop signal, a terminal, root, and the variables of PID 1", () => {
      const { stop, process, identity } = containerOf(everything);
      assert.deepEqual([stop.signal, process.terminal, identity], ["SIGRTMIN+3", true, { uid: 0, gid: 0, groups: [] }]);
      assert.deepEqual(process.env, { container: "oci", TERM: "dumb" });
    });
  });
}
