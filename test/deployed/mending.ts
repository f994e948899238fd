import axios from "axios";
import assert from "node:assert/strict";
import { assertCompleted, startsOf } from "../support/completed.ts";
import type { Deployed } from "../support/deployed.ts";
import { containerOf, entryUrl } from "../support/deployment.ts";
import { waitHealthy } from "../support/healthy.ts";
import { entryOf, peerOf } from "../support/roles.ts";

/** Pulumi's state agrees with Docker, and up and refresh repair it if it does not. */
export function describesMending(get: () => Deployed): void {
  const entryContainer = () => containerOf(get().deployment, entryOf(get().workload).name);
  /** The peer's, if there is a peer: in most approaches it is not the entry's. */
  const otherContainer = () => {
    const { name } = peerOf(get().workload) ?? entryOf(get().workload);
    return containerOf(get().deployment, name);
  };

  describe("up and refresh", () => {
    it("a second up changes nothing", async () => {
      const output = await get().stack.up("--expect-no-changes");
      assert.match(output, /unchanged/);
    });

    it("a preview shows no change", async () => {
      const { stack } = get();
      const { exitCode, output } = await stack.run(["preview", "--stack", stack.name, "--expect-no-changes"]);
      assert.equal(exitCode, 0, output);
    });

    it("a second up after a refresh changes nothing, and does not run again what has completed", async () => {
      const before = await startsOf(get());
      await get().stack.up("--refresh", "--expect-no-changes");
      await assertCompleted(get());
      assert.deepEqual(await startsOf(get()), before);
    });

    it("refresh finds a killed container, and up starts it", async () => {
      await get().docker.run(["kill", otherContainer()]);
      assert.match(await get().stack.refresh(), /~ .*Container.*mustRun|1 updated/s);
      await get().stack.up();
      await waitHealthy(get().docker, get().deployment);
      await get().stack.up("--expect-no-changes");
    });

    it("refresh finds a removed container, and up creates it", async () => {
      await get().docker.run(["rm", "--force", entryContainer()]);
      assert.match(await get().stack.refresh(), /1 deleted/);
      await get().stack.up();
      const { status } = await axios.get(entryUrl(get().deployment), { timeout: 2_000 });
      assert.equal(status, 200);
      await waitHealthy(get().docker, get().deployment);
    });
  });
}
