import assert from "node:assert/strict";
import type { Settings } from "../../../../stacks/contract.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { quietService, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { registered } from "../../../support/unit/subjects.ts";
import { textOf } from "../../../support/unit/text-of.ts";

const limits = { memoryMiB: 48, cpus: 0.25, pids: 20 };
const workload = sampleWorkload({ services: [sampleService(), quietService({ limits })] });
const settingsOn = (cgroupVersion: 1 | 2, given: Partial<Settings> = {}) =>
  sampleSettings({ host: { cgroupVersion, containersCgroup: "docker" }, ...given });
const each = { limits: "service" } as const;

/** What limits a service by itself, as its approach is built. */
const lines = ["MemoryMax=48M", "MemorySwapMax=0", "CPUQuota=25%", "TasksMax=20"];
const prlimit = /\/usr\/bin\/prlimit"? "?--nproc=20"? "?-- "?\/usr\/bin\/worker/;

describe("limits: service", () => {
  for (const approach of registered) {
    for (const version of [1, 2] as const) {
      const rendered = (given?: Partial<Settings>) => approach.render(workload, settingsOn(version, given));
      const texts = (given?: Partial<Settings>) =>
        rendered(given).images.flatMap(({ files, dockerfile }) => [dockerfile, ...files.map(textOf)]);

      if (approach.placement !== "together") {
        it(`changes nothing of ${approach.name} on cgroup v${version}: containers have their services' limits`, () => {
          assert.deepEqual(rendered(each), rendered());
        });
        continue;
      }
      const bySupervisor =
        approach.supervisor === "systemd" &&
        (approach.name.startsWith("systemd") ? approach.name !== "systemd-least" || version === 2 : version === 2);

      it(`limits each service of ${approach.name} on cgroup v${version} ${bySupervisor ? "by its unit" : "by its number of processes"}`, () => {
        const found = texts(each);
        assert.equal(found.filter((text) => lines.every((line) => text.includes(line))).length, bySupervisor ? 1 : 0);
        assert.equal(
          found.some((text) => prlimit.test(text)),
          !bySupervisor,
        );
        assert.deepEqual(containerOf(rendered(each)).limits, containerOf(rendered()).limits);
        assert.deepEqual(
          texts().filter((text) => /TasksMax=20|prlimit/.test(text)),
          [],
          "not without being asked",
        );
      });

      it(`warns of what ${approach.name} cannot limit by service on cgroup v${version}`, () => {
        const { warnings } = rendered(each);
        assert.equal(
          warnings.some((one) => /^each service has its limits, and all together/.test(one)),
          bySupervisor,
        );
        const only =
          /^of a service by itself only the number of processes is limited, by its user: .* 10001, \d+ in other/;
        assert.equal(
          warnings.some((one) => only.test(one)),
          !bySupervisor,
        );
      });
    }
  }

  it("lets replicas, which have one user, have their processes together", () => {
    const three = sampleWorkload({ services: [sampleService(), quietService({ limits, replicas: 3 })] });
    const [approach] = registered.filter(({ supervisor }) => supervisor === "shell");
    const { images } = approach?.render(three, settingsOn(1, each)) ?? assert.fail();
    const launchers = images.flatMap(({ files }) => files).filter((file) => textOf(file).includes("--nproc=60"));
    assert.ok(launchers.length >= 3, `${launchers.length} files`);
  });
});
