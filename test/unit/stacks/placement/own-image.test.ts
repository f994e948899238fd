import fc from "fast-check";
import assert from "node:assert/strict";
import type { Approach } from "../../../../stacks/contract.ts";
import { apart } from "../../../../stacks/placement/apart.ts";
import { pod } from "../../../../stacks/placement/pod.ts";
import { hostileWords } from "../../../support/unit/docker-program.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { checkDockerfile, commandOf } from "../../../support/unit/rendering-checks.ts";
import { sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";

for (const placed of [apart, pod]) {
  describe(`placement / ${placed.placement} / a service's image`, () => {
    const image = (command: readonly string[]) => {
      const rendering = renderingOf(placed, command);
      return rendering.images.find(({ name }) => name === "web") ?? assert.fail("no image web");
    };

    it("has a command of any words as its CMD, such as empty ones", () => {
      const command = ["/bin/x", ...hostileWords];
      const plan = image(command);
      checkDockerfile(plan, sampleSettings().baseImage);
      assert.deepEqual(commandOf(plan), command);
      assert.deepEqual(containerOf(renderingOf(placed, command), "web").process.command, command);
    });

    it("has it on one line, which is the last: no builder takes a part of it for something else", () => {
      // No program can be given a word with a NUL in it.
      const words = fc.array(fc.string({ unit: "binary" }).map((word) => word.replaceAll("\0", "")));
      fc.assert(
        fc.property(words, (given) => {
          const lines = image(["/bin/x", ...given]).dockerfile.split("\n");
          assert.equal(lines.at(-1), "");
          const last = lines.at(-2) ?? "";
          assert.ok(last.startsWith("CMD [") && last.endsWith("]"));
          assert.deepEqual(JSON.parse(last.slice("CMD ".length)), ["/bin/x", ...given]);
        }),
      );
    });
  });
}

function renderingOf(placed: Pick<Approach, "render">, command: readonly string[]) {
  return placed.render(sampleWorkload({ services: [sampleService({ command })] }), sampleSettings());
}
