import assert from "node:assert/strict";
import { readOnlyBinds } from "../../../../lab/experiments/posture/read-only-cgroups.ts";
import { moduleValues, rootValues, serviceValues, writesCgroups } from "../../../../lab/experiments/posture/values.ts";
import { powerlessRoot, soundUnit } from "./posture-facts.ts";

const soundUnitWith = (change: Parameters<typeof powerlessRoot>[0]) => soundUnit({}, { root: powerlessRoot(change) });

describe("figures of root and services", () => {
  it("take the worst of several containers, and include what opens after a remount", () => {
    const surface = { path: "/proc/sys/kernel/panic", writable: false, remounted: true };
    const mount = { path: "/sys/fs/cgroup", type: "cgroup", writable: true, remounted: true };
    const bad = soundUnitWith({
      capabilities: "3",
      seccomp: 0,
      devices: ["kvm"],
      surfaces: [surface],
      mounts: [mount],
    });
    const values = rootValues([soundUnit(), bad]);
    assert.deepEqual(
      ["capabilities", "seccomp", "devices", "hostWrites", "kernelSurfaces"].map((name) => values[`root.${name}`]),
      [2, false, 1, 1, 1],
    );
  });

  it("devices are a share of those that were tried", () => {
    const share = (devices: readonly string[]) => rootValues([soundUnitWith({ devices })])["deviceShare"];
    assert.deepEqual([share([]), share(["kvm"]), share(["kvm", "fuse", "kmsg", "loop0"])], [0, 20, 50]);
  });

  it("modules: refused with EPERM, allowed with any other error, unknown if the kernel has none", () => {
    const of = (capabilities: string, initModule: string) =>
      moduleValues([powerlessRoot(), powerlessRoot({ capabilities, initModule })]);
    const held = (1n << 16n).toString(16);
    assert.deepEqual(of("0", "EPERM").values, { modules: false });
    assert.deepEqual(of("0", "ENOSYS").values, { modules: false });
    assert.deepEqual(of(held, "EPERM").values, { modules: false });
    assert.deepEqual(of(held, "ENOEXEC").values, { modules: true });
    const { values, missing } = of(held, "ENOSYS");
    assert.deepEqual(values, {});
    assert.match(missing?.["modules"] ?? "", /no loadable modules/);
  });

  it("cgroups count as writable as they are mounted or after a remount, other mounts do not", () => {
    const mount = (type: string, writable: boolean, remounted: boolean) =>
      powerlessRoot({ mounts: [{ path: "/sys/fs/cgroup", type, writable, remounted }] });
    assert.equal(writesCgroups(mount("cgroup", true, true)), true);
    assert.equal(writesCgroups(mount("cgroup2", false, true)), true);
    assert.equal(writesCgroups(mount("cgroup2", false, false)), false);
    assert.equal(writesCgroups(mount("tmpfs", true, true)), false);
  });

  it("cgroups are tried read-only where they are mounted, else as a whole", () => {
    const bind = { Type: "bind", Source: "/sys/fs/cgroup/systemd", Destination: "/sys/fs/cgroup/systemd", RW: true };
    const other = { Type: "bind", Source: "/sys/fs/cgroups-of-mine", Destination: "/x" };
    assert.deepEqual(readOnlyBinds([other, bind]), ["/sys/fs/cgroup/systemd:/sys/fs/cgroup/systemd:ro"]);
    assert.deepEqual(readOnlyBinds([other]), ["/sys/fs/cgroup:/sys/fs/cgroup:ro"]);
  });

  it("call services confined only if each has its own user, no capability and no-new-privileges", () => {
    const one = { uid: 1, capabilities: "0", noNewPrivileges: true };
    const confined = (...found: (typeof one)[]) => serviceValues(found)["services.confined"];
    assert.equal(confined(one, { ...one, uid: 2 }), true);
    assert.equal(confined(one, one), false);
    assert.equal(confined(one, { ...one, uid: 0 }), false);
    assert.equal(confined({ ...one, capabilities: "1" }), false);
    assert.equal(confined({ ...one, noNewPrivileges: false }), false);
    assert.equal(serviceValues([{ ...one, capabilities: "5" }])["services.capabilities"], 2);
  });
});
