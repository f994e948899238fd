import assert from "node:assert/strict";
import { findPrograms } from "../../../../services/unfold/find.ts";
import { approaches } from "../../../../stacks/approaches.ts";
import type { Rendering } from "../../../../stacks/contract.ts";
import { everythingWorkload, sampleSettings } from "../../../support/unit/samples.ts";
import { image, starts } from "./image.ts";

const { s6, supervisord, runit, shell } = approaches;

/** The files of a rendering's image, as they will be in it. */
function filesOf({ images }: Rendering) {
  const files = images[0]?.files ?? [];
  const texts = files.flatMap(({ path, content }) =>
    path.startsWith("rootfs/") && typeof content === "string" ? [[path.slice("rootfs".length), content] as const] : [],
  );
  return image(Object.fromEntries(texts));
}

describe("an image of this project that is taken apart", () => {
  const workload = everythingWorkload();

  for (const approach of [s6, supervisord, runit, shell]) {
    it(`has the services that were put into it, as they were: ${approach.name}`, () => {
      const found = findPrograms(filesOf(approach.render(workload, sampleSettings())), starts([]));
      const programs = found?.programs ?? [];
      for (const service of workload.services) {
        const program = programs.find(({ name }) => name === service.name) ?? assert.fail(`no ${service.name}`);
        assert.deepEqual(program.command, service.command);
        assert.equal(program.user, `${service.user.uid}:${service.user.gid}`);
        for (const [name, value] of Object.entries(service.env))
          assert.equal(program.env[name], value, `${service.name}: ${name}`);
        assert.equal(program.kind, service.completes === undefined ? "runs" : "completes");
        for (const needed of Object.keys(service.dependsOn))
          assert.ok(program.after.includes(needed), `${service.name} after ${needed}`);
      }
    });
  }

  it("is none if it has no such programs", () => {
    assert.equal(
      findPrograms(image({ "/opt/container-approaches/checks/web": "#!/bin/bash\n" }), starts([])),
      undefined,
    );
  });
});
