import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { outputsSchema } from "../../stacks/outputs.ts";
import type { Deployed } from "../support/deployed.ts";
import {
  containerOf,
  containersOf,
  entryUrl,
  imageOf,
  imagesOf,
  networksOf,
  servicesOf,
  stackUrl,
  workloadOf,
} from "../support/deployment.ts";
import { objectsOf } from "../support/engine.ts";

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
      assert.equal(stackUrl(outputs), entryUrl(get().deployment));
    });

    it("name the workload, and every service of it", () => {
      const { deployment, workload } = get();
      assert.equal(workloadOf(deployment), workload.name);
      assert.deepEqual(servicesOf(deployment).sort(), workload.services.map(({ name }) => name).sort());
    });

    it("name containers and images that are on the daemon", async () => {
      const { deployment, docker } = get();
      for (const service of servicesOf(deployment)) {
        const used = await docker.run(["inspect", "--format", "{{.Image}}", containerOf(deployment, service)]);
        const image = ["image", "inspect", "--format", "{{.Id}}", imageOf(deployment, service)];
        assert.equal(used, await docker.run(image));
      }
    });

    it("and everything of theirs on the daemon carries the owner labels", async () => {
      const { deployment, docker, instance } = get();
      const networks = new Set(servicesOf(deployment).flatMap((service) => networksOf(deployment, service)));
      const expected = [
        ...containersOf(deployment).map((name) => `container ${name}`),
        ...[...networks].map((name) => `network ${name}`),
        ...imagesOf(deployment).map((image) => `image ${image}`),
      ];
      assert.deepEqual((await objectsOf(docker, instance)).sort(), expected.sort());
    });

    it("hold no secret", async () => {
      assert(!JSON.stringify(await get().stack.outputs()).includes("[secret]"));
    });
  });
}
