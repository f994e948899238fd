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
  volumesOf,
  workloadOf,
} from "../support/deployment.ts";
import { objectsOf } from "../support/engine.ts";

/** The outputs match their schema and what is deployed. */
export function describesOutputs(get: () => Deployed): void {
  describe("outputs", () => {
    it("agree with their JSON Schema", async () => {
      const ajv = new Ajv({ allErrors: true });
      const valid = ajv.validate(outputsSchema, await get().stack.outputs());
      assert(valid, ajv.errorsText());
    });

    it("have the same address as url and in the deployment", async () => {
      const outputs = await get().stack.outputs();
      assert.equal(stackUrl(outputs), entryUrl(get().deployment));
    });

    it("name the workload, and every service of it", () => {
      const { deployment, workload } = get();
      assert.equal(workloadOf(deployment), workload.name);
      assert.deepEqual(servicesOf(deployment).sort(), workload.services.map(({ name }) => name).sort());
    });

    it("name containers and images that Docker has", async () => {
      const { deployment, docker } = get();
      for (const service of servicesOf(deployment)) {
        const used = await docker.run(["inspect", "--format", "{{.Image}}", containerOf(deployment, service)]);
        const image = ["image", "inspect", "--format", "{{.Id}}", imageOf(deployment, service)];
        assert.equal(used, await docker.run(image));
      }
    });

    it("and all their objects in Docker have the owner labels", async () => {
      const { deployment, docker, instance } = get();
      const networks = new Set(servicesOf(deployment).flatMap((service) => networksOf(deployment, service)));
      const expected = [
        ...containersOf(deployment).map((name) => `container ${name}`),
        ...[...networks].map((name) => `network ${name}`),
        ...imagesOf(deployment).map((image) => `image ${image}`),
        ...volumesOf(deployment).map((name) => `volume ${name}`),
      ];
      assert.deepEqual((await objectsOf(docker, instance)).sort(), expected.sort());
    });

    it("contain no secret", async () => {
      assert(!JSON.stringify(await get().stack.outputs()).includes("[secret]"));
    });
  });
}
