import axios from "axios";
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspected } from "../support/engine.ts";
import { freePort } from "../support/free-port.ts";
import { skip } from "../support/skip.ts";
import type { Deployed } from "./approaches.test.ts";

/** A changed source rebuilds and replaces exactly what depends on it. */
export function describesChanges(get: () => Deployed): void {
  const idOf = async (service: string): Promise<string> =>
    inspected(get().docker, get().deployment.services[service]?.unit ?? "", ".Id");

  describe("a changed line in server.py", () => {
    let earlier: { readonly server: string; readonly client: string };

    before("change it", async () => {
      earlier = { server: await idOf("server"), client: await idOf("client") };
      const path = join(get().project.folder, "services/hello/server.py");
      await writeFile(path, `${await readFile(path, "utf8")}\n# A line more.\n`);
    });

    it("is foreseen by preview as new images and containers, and nothing else", async () => {
      const { stack } = get();
      const { output } = await stack.run(["preview", "--stack", stack.name]);
      assert.match(output, /RemoteImage \S+ replace/);
      const { server, client } = get().deployment.services;
      if (server?.unit !== client?.unit) assert.doesNotMatch(output, /(RemoteImage|Container) \S+client/);
    });

    it("replaces the server's container and not the client's", async function () {
      await get().stack.up();
      const { server, client } = get().deployment.services;
      if (server?.unit === client?.unit) skip(this, "they are one container");
      assert.notEqual(await idOf("server"), earlier.server);
      assert.equal(await idOf("client"), earlier.client);
    });

    it("is in what runs now, at the same address", async () => {
      const outputs = await get().stack.outputs();
      const deployment = outputs.deployments[get().approach];
      assert(deployment);
      assert.equal(deployment.url, get().deployment.url);
      const source = await get().docker.run([
        "exec",
        deployment.services.server?.unit ?? "",
        "tail",
        "-1",
        "/app/server.py",
      ]);
      assert.equal(source, "# A line more.");
      assert.equal((await axios.get(deployment.url)).status, 200);
    });

    it("leaves no image of the old content", async () => {
      const old = get().deployment.services.server?.image ?? "";
      const { exitCode } = await get().docker.attempt(["image", "inspect", old]);
      assert.notEqual(exitCode, 0, `${old} is still there`);
    });
  });

  describe("a changed setting", () => {
    it("of the health check is applied, by replacing the containers", async () => {
      const path = join(get().project.folder, "services/hello/workload.ts");
      const source = await readFile(path, "utf8");
      assert.match(source, /intervalSeconds: 2,/);
      await writeFile(path, source.replace("intervalSeconds: 2,", "intervalSeconds: 3,"));
      await get().stack.up();
      const { unit = "" } = get().deployment.services.server ?? {};
      assert.equal(await inspected(get().docker, unit, ".Config.Healthcheck.Interval"), 3e9);
    });

    it("of the port moves the server there, and the old port is free again", async () => {
      const port = await freePort();
      await get().stack.configure("port", String(port));
      await get().stack.up();
      const outputs = await get().stack.outputs();
      assert.equal(outputs.url, `http://127.0.0.1:${port}`);
      assert.equal((await axios.get(outputs.url)).status, 200);
      await assert.rejects(axios.get(get().deployment.url), { code: "ECONNREFUSED" });
    });
  });
}
