import axios from "axios";
import assert from "node:assert/strict";
import { waitHealthy } from "../support/healthy.ts";
import type { Deployed } from "./approaches.test.ts";

/** Pulumi's picture of the deployment and the engine's agree, and are brought to agree. */
export function describesMending(get: () => Deployed): void {
  const unit = (service: string): string => get().deployment.services[service]?.unit ?? "";

  describe("up and refresh", () => {
    it("a second up changes nothing", async () => {
      const output = await get().stack.up("--expect-no-changes");
      assert.match(output, /unchanged/);
    });

    it("a preview foresees no change", async () => {
      const { stack } = get();
      const { exitCode, output } = await stack.run(["preview", "--stack", stack.name, "--expect-no-changes"]);
      assert.equal(exitCode, 0, output);
    });

    it("a second up after a refresh changes nothing", async () => {
      await get().stack.up("--refresh", "--expect-no-changes");
    });

    it("refresh finds a killed container, and up starts it", async () => {
      await get().docker.run(["kill", unit("client")]);
      assert.match(await get().stack.refresh(), /~ .*Container.*mustRun|1 updated/s);
      await get().stack.up();
      await waitHealthy(get().docker, get().deployment);
      await get().stack.up("--expect-no-changes");
    });

    it("refresh finds a removed container, and up creates it", async () => {
      await get().docker.run(["rm", "--force", unit("server")]);
      assert.match(await get().stack.refresh(), /1 deleted/);
      await get().stack.up();
      const { status } = await axios.get(get().deployment.url, { timeout: 2_000 });
      assert.equal(status, 200);
      await waitHealthy(get().docker, get().deployment);
    });
  });
}
