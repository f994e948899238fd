import assert from "node:assert/strict";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { containersWithServices } from "./deployment.ts";
import { eventually } from "./eventually.ts";
import { inspectedContainer } from "./inspected.ts";

/** Waits until every container with services is healthy; one without a health check runs to completion, and must have completed. */
export async function waitHealthy(deployment: DeploymentOutput): Promise<void> {
  for (const container of containersWithServices(deployment)) {
    await eventually(
      async () => {
        const { health, state, exitCode } = await inspectedContainer(deployment, container);
        if (health === null) assert.deepEqual([state, exitCode], ["stopped", 0], container);
        else assert.equal(health.status, "healthy", container);
      },
      { deadlineMs: 40_000 },
    );
  }
}
