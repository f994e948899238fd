import axios from "axios";
import assert from "node:assert/strict";
import type { Deployed } from "../../support/deployed.ts";
import { entryUrl } from "../../support/deployment.ts";
import { waitHealthy } from "../../support/healthy.ts";
import { describesOnDocker } from "./only.ts";

/**
 * Docker's provider reads what exists, so that plain Pulumi repairs as well: other systems may be made of commands, which Pulumi cannot ask.
 * @param killed name of the container that is killed
 * @param removed name of the container that is removed; the entry's
 */
export function describesRefresh(get: () => Deployed, killed: () => string, removed: () => string): void {
  describesOnDocker(get, "pulumi refresh", (onDocker) => {
    it("finds a killed container, and pulumi up starts it", async () => {
      await onDocker().docker.run(["kill", killed()]);
      assert.match(await get().stack.refresh(), /~ .*Container.*mustRun|1 updated/s);
      await get().stack.up();
      await waitHealthy(get().deployment);
      await get().stack.up("--expect-no-changes");
    });

    it("finds a removed container, and pulumi up creates it", async () => {
      await onDocker().docker.run(["rm", "--force", removed()]);
      assert.match(await get().stack.refresh(), /1 deleted/);
      await get().stack.up();
      const { status } = await axios.get(entryUrl(get().deployment), { timeout: 2_000 });
      assert.equal(status, 200);
      await waitHealthy(get().deployment);
    });
  });
}
