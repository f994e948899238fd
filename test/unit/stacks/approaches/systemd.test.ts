import assert from "node:assert/strict";
import { systemdLeast } from "../../../../stacks/approaches/systemd-least/index.ts";
import { systemd } from "../../../../stacks/approaches/systemd/index.ts";
import type { ContainerPlan } from "../../../../stacks/container-plan.ts";
import type { Approach, HostFacts } from "../../../../stacks/contract.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { quietService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";

describe("the grants of systemd", () => {
  const containerOn = (approach: Approach, cgroupVersion?: HostFacts["cgroupVersion"]) => {
    const host = cgroupVersion === undefined ? {} : { host: { cgroupVersion, containersCgroup: "docker" } };
    const workload = sampleWorkload({ services: [quietService()] });
    return containerOf(approach.render(workload, sampleSettings(host)));
  };
  const hostMounts = ({ mounts }: ContainerPlan) => mounts.filter((mount) => mount.kind === "host");
  const slice = "/sys/fs/cgroup/containerapproaches.slice";
  const own = { kind: "host", source: slice, path: slice, readOnly: false };

  it("are all in systemd, with the host's cgroups if that has cgroup v1", () => {
    const all = { kind: "host", source: "/sys/fs/cgroup", path: "/sys/fs/cgroup", readOnly: false };
    const [first, second] = [containerOn(systemd, 1), containerOn(systemd, 2)];
    const grantsOf = ({ grants }: ContainerPlan) => [grants.privileged, grants.cgroupNamespace];
    assert.deepEqual([grantsOf(first), hostMounts(first)], [[true, "host"], [all]]);
    assert.deepEqual([grantsOf(second), hostMounts(second)], [[true, "private"], []]);
  });

  it("are those of a supervisor in systemd-least, and never all", () => {
    for (const cgroupVersion of [1, 2] as const) {
      const { grants } = containerOn(systemdLeast, cgroupVersion);
      assert.equal(grants.privileged, undefined);
      assert.deepEqual(grants.capabilities, { add: ["KILL", "SETGID", "SETPCAP", "SETUID"], drop: ["ALL"] });
      assert.deepEqual([grants.noNewPrivileges, grants.readOnlyRoot], [true, true]);
    }
  });

  it("let systemd-least write to its own part of the cgroups, and to no other", () => {
    const [first, second] = [containerOn(systemdLeast, 1), containerOn(systemdLeast, 2)];
    assert.deepEqual(
      hostMounts(first).map(({ path, readOnly }) => [path, readOnly]),
      [
        ["/sys/fs/cgroup/systemd", true],
        ["/sys/fs/cgroup/systemd/docker", false],
      ],
    );
    assert.equal(first.grants.cgroupParent, undefined);
    assert.deepEqual([second.grants.cgroupParent, hostMounts(second)], ["containerapproaches.slice", [own]]);
  });

  it("are those of cgroup v2 if the system was not asked", () => {
    for (const approach of [systemd, systemdLeast]) assert.deepEqual(containerOn(approach), containerOn(approach, 2));
  });
});
