import assert from "node:assert/strict";
import type { Deployed } from "../../support/deployed.ts";
import { containersWith } from "../../support/deployment.ts";
import { inspected } from "../../support/engine.ts";
import { longRunning } from "../../support/roles.ts";
import { describesOnDocker } from "./only.ts";

/** How Docker is told what every container has on every system. */
export function describesContainers(get: () => Deployed): void {
  describesOnDocker(get, "every container", (onDocker) => {
    it("has its log in files of the driver json-file, and its check without a shell", async () => {
      const { docker, deployment, workload } = onDocker();
      for (const container of containersWith(deployment, longRunning(workload))) {
        const log = await inspected(docker, container, ".HostConfig.LogConfig");
        assert.deepEqual(log, { Type: "json-file", Config: { "max-file": "3", "max-size": "10m" } }, container);
        assert.equal(await inspected(docker, container, "(index .Config.Healthcheck.Test 0)"), "CMD", container);
      }
    });
  });
}
