import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { outputsSchema } from "../../stacks/outputs-schema.ts";
import type { Deployed } from "../support/deployed.ts";
import {
  containersOf,
  containersOfReplicas,
  entryUrl,
  imageOf,
  imagesOf,
  networksOf,
  servicesOf,
  stackUrl,
  volumesOf,
  workloadOf,
} from "../support/deployment.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { objectsOn } from "../support/systems.ts";

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

    it("name containers and images that the system has", async () => {
      const { deployment, system } = get();
      const { images } = await system.look();
      for (const service of servicesOf(deployment)) {
        const id = images.get(imageOf(deployment, service)) ?? assert.fail(`${service} has no image`);
        for (const container of containersOfReplicas(deployment, service))
          assert.equal((await inspectedContainer(deployment, container)).image, id, container);
      }
    });

    it("and all their objects on the system have the owner labels; another system has nothing but their images", async () => {
      const { deployment, system, systems, instance } = get();
      const networks = new Set(servicesOf(deployment).flatMap((service) => networksOf(deployment, service)));
      const facts = await Promise.all(containersOf(deployment).map((name) => inspectedContainer(deployment, name)));
      const volumes = [...volumesOf(deployment), ...facts.flatMap((one) => one.volumes)];
      const images = imagesOf(deployment).map((image) => `image ${image}`);
      const expected = [
        ...containersOf(deployment).map((name) => `container ${name}`),
        ...[...networks].map((name) => `network ${name}`),
        ...images,
        ...new Set(volumes.map((name) => `volume ${name}`)),
      ];
      // A system may have more of its own, such as folders.
      const found = (await objectsOn([system], instance)).filter((line) =>
        /^(container|network|image|volume) /.test(line),
      );
      assert.deepEqual(found.sort(), expected.sort());
      const others = systems.filter((one) => one !== system);
      const strange = (await objectsOn(others, instance)).filter((line) => !images.includes(line));
      assert.deepEqual(strange, []);
    });

    it("contain no secret", async () => {
      assert(!JSON.stringify(await get().stack.outputs()).includes("[secret]"));
    });
  });
}
