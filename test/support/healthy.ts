import assert from "node:assert/strict";
import type { DockerClient } from "../../docker/client.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { containersWithServices } from "./deployment.ts";
import { inspected } from "./engine.ts";
import { eventually } from "./eventually.ts";

/** Waits until Docker reports every container with services as healthy. */
export async function waitHealthy(docker: DockerClient, deployment: DeploymentOutput): Promise<void> {
  for (const container of containersWithServices(deployment)) {
    await eventually(
      async () => {
        assert.equal(await inspected(docker, container, ".State.Health.Status"), "healthy", container);
      },
      { deadlineMs: 40_000 },
    );
  }
}
