import assert from "node:assert/strict";
import type { Rendering } from "../../../../stacks/contract.ts";
import { planned } from "../../../support/unit/plans.ts";
import { sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { full, registered } from "../../../support/unit/subjects.ts";
import { textOf } from "../../../support/unit/text-of.ts";

const workload = sampleWorkload();
const host = { cgroupVersion: 1, containersCgroup: "docker" } as const;
const unhardened = sampleSettings({ host, hardening: "none" });

/** Files of the rendering's images that have one of these words. */
function filesWith({ images }: Rendering, words: RegExp): string[] {
  return images.flatMap(({ files }) => files.filter((file) => words.test(textOf(file))).map(({ path }) => path));
}

describe("hardening: none", () => {
  for (const approach of registered) {
    it(`leaves containers of ${approach.name} what the system gives by default, and the outputs say so`, () => {
      const { rendering, output } = planned(approach, workload, { settings: unhardened });
      for (const { grants } of rendering.containers) {
        const { readOnlyRoot, capabilities, noNewPrivileges } = grants;
        assert.deepEqual([readOnlyRoot, noNewPrivileges, capabilities], [false, false, { add: [], drop: [] }]);
      }
      const { runsUnprivileged, readOnlyRoot, ...others } = output.traits;
      assert.deepEqual([runsUnprivileged, readOnlyRoot], [false, false]);
      assert.deepEqual({ ...approach.traits, ...others }, approach.traits);
      assert.equal(output.warnings.filter((warning) => warning.startsWith("not hardened: ")).length, 1);
      assert.deepEqual(
        filesWith(rendering, /--bounding-set=-all --no-new-privs \\$|NoNewPrivileges|SystemCallFilter/m),
        [],
      );
    });
  }

  for (const approach of full) {
    it(`is not the default of ${approach.name}`, () => {
      const { rendering, output } = planned(approach, workload, { settings: sampleSettings({ host }) });
      assert.deepEqual(output.traits, approach.traits);
      assert.ok(output.traits.runsUnprivileged && output.traits.readOnlyRoot);
      assert.ok(!output.warnings.some((warning) => warning.startsWith("not hardened")));
      for (const { grants } of rendering.containers) assert.ok(grants.readOnlyRoot && grants.noNewPrivileges);
    });

    it(`changes neither privilege nor mounts nor users of ${approach.name}`, () => {
      const of = (settings: typeof unhardened) =>
        approach.render(workload, settings).containers.map(({ mounts, identity, grants }) => {
          const { privileged, cgroupNamespace, cgroupParent } = grants;
          return { mounts, identity, privileged, cgroupNamespace, cgroupParent };
        });
      assert.deepEqual(of(unhardened), of(sampleSettings({ host })));
    });
  }
});
