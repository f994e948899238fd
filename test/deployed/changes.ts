import axios from "axios";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { control } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import {
  containerOf,
  containersOfReplicas,
  deploymentOf,
  entryUrl,
  imageOf,
  servicesOf,
  stackUrl,
} from "../support/deployment.ts";
import { freePort } from "../support/free-port.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { redefine } from "../support/redefine.ts";
import { entryOf, ownFileOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";
import type { Step } from "../support/stack.ts";
import { describesNewImage } from "./docker-only/new-image.ts";

/** A changed source rebuilds and replaces what depends on it, and nothing else. */
export function describesChanges(get: () => Deployed): void {
  const entry = () => entryOf(get().workload);
  const idOf = async (service: string): Promise<string> =>
    (await inspectedContainer(get().deployment, containerOf(get().deployment, service))).id;
  /** Services in other containers than the entry's. */
  const apart = () => {
    const container = containerOf(get().deployment, entry().name);
    return servicesOf(get().deployment).filter((name) => containerOf(get().deployment, name) !== container);
  };

  /** Resources of a container, and of its image, have the approach's name and the container's own. */
  const isOf = (name: string, container: string) =>
    name.startsWith(`${get().approach}-`) && container.endsWith(name.slice(get().approach.length));

  describe("a new line in a file of the entry", () => {
    let steps: readonly Step[];
    let earlier: Readonly<Record<string, string>>;
    let source: string;

    before("change it", async function () {
      const file = ownFileOf(get().workload, entry()) ?? skip(this, "the entry has no file of its own");
      const ids = servicesOf(get().deployment).map(async (name) => [name, await idOf(name)] as const);
      earlier = Object.fromEntries(await Promise.all(ids));
      source = join(get().project.folder, "services", get().workload.name, file.source);
      // An empty line, which has no meaning in most languages.
      await appendFile(source, "\n");
      steps = await get().stack.previewed();
    });

    it("is a new container in the preview, and nothing of a service in another container", () => {
      const { deployment } = get();
      const changed = (container: string) => steps.filter(({ name }) => isOf(name, container));
      const own = changed(containerOf(deployment, entry().name));
      assert(
        own.some(({ op }) => op.includes("replace")),
        JSON.stringify(steps),
      );
      for (const container of apart().flatMap((name) => containersOfReplicas(deployment, name)))
        assert.deepEqual(changed(container), [], container);
    });

    it("replaces the entry's container and no other", async function () {
      await get().stack.up();
      assert.notEqual(await idOf(entry().name), earlier[entry().name]);
      if (apart().length === 0) skip(this, "no service has another container");
      for (const name of apart()) assert.equal(await idOf(name), earlier[name], name);
    });

    it("is in what runs now, at the same address", async () => {
      const deployment = deploymentOf(await get().stack.outputs(), get().approach);
      assert.equal(entryUrl(deployment), entryUrl(get().deployment));
      const path = ownFileOf(get().workload, entry())?.path ?? "";
      const [sum] = (await control(deployment, entry().name, "exec", "sha256sum", path)).split(" ");
      assert.equal(
        sum,
        createHash("sha256")
          .update(await readFile(source))
          .digest("hex"),
      );
      assert.equal((await axios.get(entryUrl(deployment))).status, 200);
    });

    it("leaves no image of the old content", async () => {
      const old = imageOf(get().deployment, entry().name);
      for (const system of get().systems)
        assert(!(await system.look()).images.has(old), `${old} is still on ${system.name}`);
    });

    describesNewImage(get, () => steps);
  });

  describe("a changed setting", () => {
    it("of the health check replaces the containers", async () => {
      const { project, workload } = get();
      // Longer than any other service's, because a shared container takes the longest.
      const intervalSeconds = 1 + Math.max(...workload.services.map(({ health }) => health.intervalSeconds));
      await redefine(project, workload.name, {
        [entry().name]: { health: { ...entry().health, intervalSeconds } },
      });
      await get().stack.up();
      const container = containerOf(get().deployment, entry().name);
      const { health } = await inspectedContainer(get().deployment, container);
      assert.equal(health?.intervalSeconds, intervalSeconds);
    });

    it("of the port moves the entry, and frees the old port", async () => {
      const port = await freePort();
      await get().stack.configure("port", String(port));
      await get().stack.up();
      const url = stackUrl(await get().stack.outputs());
      const { hostname } = new URL(entryUrl(get().deployment));
      assert.equal(url, `http://${hostname}:${port}`);
      assert.equal((await axios.get(url)).status, 200);
      await assert.rejects(axios.get(entryUrl(get().deployment)), { code: "ECONNREFUSED" });
    });
  });
}
