import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { outputsSchema } from "../../stacks/outputs.ts";
import { objectsOf } from "../support/engine.ts";
import type { Deployed } from "./approaches.test.ts";

/** The outputs are what their schema promises, and say what is there. */
export function describesOutputs(get: () => Deployed): void {
  describe("outputs", () => {
    it("agree with their JSON Schema", async () => {
      const ajv = new Ajv({ allErrors: true });
      const valid = ajv.validate(outputsSchema, await get().stack.outputs());
      assert(valid, ajv.errorsText());
    });

    it("give the same address as url and in the deployment", async () => {
      const outputs = await get().stack.outputs();
      assert.equal(outputs.url, get().deployment.url);
    });

    it("name units and images that are on the engine", async () => {
      for (const { unit, image } of Object.values(get().deployment.services)) {
        const used = await get().docker.run(["inspect", "--format", "{{.Image}}", unit]);
        assert.equal(used, await get().docker.run(["image", "inspect", "--format", "{{.Id}}", image]));
      }
    });

    it("and everything of theirs on the engine carries the owner labels", async () => {
      const { services, images, units } = get().deployment;
      const networks = new Set(
        Object.values(services).flatMap((service) => service.networks.map((name) => `network ${name}`)),
      );
      const expected = [
        ...units.map((name) => `container ${name}`),
        ...networks,
        ...images.map((image) => `image ${image}`),
      ];
      assert.deepEqual((await objectsOf(get().docker, get().instance)).sort(), expected.sort());
    });

    it("hold no secret", async () => {
      assert(!JSON.stringify(await get().stack.outputs()).includes("[secret]"));
    });
  });
}
