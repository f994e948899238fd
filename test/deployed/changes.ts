import axios from "axios";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { control } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containerOf, deploymentOf, entryUrl, imageOf, servicesOf, stackUrl } from "../support/deployment.ts";
import { inspected } from "../support/engine.ts";
import { freePort } from "../support/free-port.ts";
import { redefine } from "../support/redefine.ts";
import { entryOf, ownFileOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";

/** A changed source rebuilds and replaces what depends on it, and nothing else. */
export function describesChanges(get: () => Deployed): void {
  const entry = () => entryOf(get().workload);
  const idOf = async (service: string): Promise<string> =>
    inspected(get().docker, containerOf(get().deployment, service), ".Id");
  /** Services in other containers than the entry's. */
  const apart = () => {
    const container = containerOf(get().deployment, entry().name);
    return servicesOf(get().deployment).filter((name) => containerOf(get().deployment, name) !== container);
  };

  describe("a new line in a file of the entry", () => {
    let earlier: Readonly<Record<string, string>>;
    let source: string;

    before("change it", async function () {
      const file = ownFileOf(get().workload, entry()) ?? skip(this, "the entry has no file of its own");
      const ids = servicesOf(get().deployment).map(async (name) => [name, await idOf(name)] as const);
      earlier = Object.fromEntries(await Promise.all(ids));
      source = join(get().project.folder, "services", get().workload.name, file.source);
      // An empty line, which has no meaning in most languages.
      await appendFile(source, "\n");
    });

    it("is new images and containers in the preview, and nothing else", async () => {
      const { stack } = get();
      const { output } = await stack.run(["preview", "--stack", stack.name]);
      assert.match(output, /RemoteImage \S+ replace/);
      for (const name of apart()) assert.doesNotMatch(output, new RegExp(`(RemoteImage|Container) \\S+${name}\\b`));
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
      const { exitCode } = await get().docker.attempt(["image", "inspect", old]);
      assert.notEqual(exitCode, 0, `${old} is still there`);
    });
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
      const interval = await inspected(get().docker, container, ".Config.Healthcheck.Interval");
      assert.equal(interval, intervalSeconds * 1e9);
    });

    it("of the port moves the entry, and frees the old port", async () => {
      const port = await freePort();
      await get().stack.configure("port", String(port));
      await get().stack.up();
      const url = stackUrl(await get().stack.outputs());
      assert.equal(url, `http://127.0.0.1:${port}`);
      assert.equal((await axios.get(url)).status, 200);
      await assert.rejects(axios.get(entryUrl(get().deployment)), { code: "ECONNREFUSED" });
    });
  });
}
