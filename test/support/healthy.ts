import assert from "node:assert/strict";
import type { DockerClient } from "../../docker/client.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { inspected } from "./engine.ts";
import { eventually } from "./eventually.ts";

/** Names of the containers that services run in, each once. */
export function unitsWithServices({ services }: DeploymentOutput): string[] {
  return [...new Set(Object.values(services).map(({ unit }) => unit))];
}

/** Waits until the engine calls every unit with services healthy. */
export async function waitHealthy(docker: DockerClient, deployment: DeploymentOutput): Promise<void> {
  for (const unit of unitsWithServices(deployment)) {
    await eventually(
      async () => {
        assert.equal(await inspected(docker, unit, ".State.Health.Status"), "healthy", unit);
      },
      { deadlineMs: 40_000 },
    );
  }
}
