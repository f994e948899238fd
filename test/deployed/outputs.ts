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
        const image = await docker.run(["image", "inspect", "--format", "{{.Id}}", imageOf(deployment, service)]);
        for (const container of containersOfReplicas(deployment, service))
          assert.equal(await docker.run(["inspect", "--format", "{{.Image}}", container]), image, container);
      }
    });

    it("and all their objects in Docker have the owner labels", async () => {
      const { deployment, docker, instance } = get();
      const networks = new Set(servicesOf(deployment).flatMap((service) => networksOf(deployment, service)));
      const mounted = '{{range .Mounts}}{{if eq .Type "volume"}}{{println "volume" .Name}}{{end}}{{end}}';
      const volumes = await docker.run(["inspect", "--format", mounted, ...containersOf(deployment)]);
      const expected = [
        ...containersOf(deployment).map((name) => `container ${name}`),
        ...[...networks].map((name) => `network ${name}`),
        ...imagesOf(deployment).map((image) => `image ${image}`),
        ...new Set([...volumesOf(deployment).map((name) => `volume ${name}`), ...volumes.split("\n").filter(Boolean)]),
      ];
      assert.deepEqual((await objectsOf(docker, instance)).sort(), expected.sort());
    });

    it("contain no secret", async () => {
      assert(!JSON.stringify(await get().stack.outputs()).includes("[secret]"));
    });
  });
}
