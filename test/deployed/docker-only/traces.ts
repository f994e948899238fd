import assert from "node:assert/strict";
import type { Deployed } from "../../support/deployed.ts";
import { imageOf, servicesOf } from "../../support/deployment.ts";
import { placesOnDocker } from "../../support/docker-traces.ts";
import type { Needle } from "../../support/needles.ts";
import { plant } from "../../support/planted.ts";
import { assertNoTraces, traced, watchProcesses } from "../../support/traces.ts";
import { describesOnDocker } from "./only.ts";

/** What must be nowhere on Docker. */
export interface Hidden {
  readonly value: string;
  readonly needles: readonly Needle[];
  /** Ids of the images that were there before it. */
  readonly earlier: () => ReadonlySet<string>;
}

/** Docker keeps what other systems do not: images with layers and a history, the container's changes, and its configuration. */
export function describesTraces(get: () => Deployed, { value, needles, earlier }: Hidden): void {
  describesOnDocker(get, "the value", (onDocker) => {
    it("is in no image, history, log, changed file or inspection", async () => {
      const found = await traced(await placesOnDocker(onDocker(), earlier()), needles);
      assertNoTraces(found, ["docker history", "docker inspect", "docker logs"]);
    });

    it("would be found in a container's variables, its log and its command, and in an image", async () => {
      const { deployment } = get();
      const [service = ""] = servicesOf(deployment);
      const watch = watchProcesses(needles);
      const planted = await plant(onDocker(), imageOf(deployment, service), value);
      try {
        const { found } = await traced(await placesOnDocker(onDocker(), earlier()), needles);
        const { found: words } = await watch.stop();
        for (const form of [
          /^docker logs .*: as it is$/m,
          /^docker inspect .*: base64, after \d bytes$/m,
          /^docker inspect .*: for JSON$/m,
          /^docker save .*: as it is$/m,
        ])
          assert.match(found.join("\n"), form);
        assert.match(words.join("\n"), /: as it is$/m);
      } finally {
        await watch.stop();
        await planted.remove();
      }
    });
  });
}
