import assert from "node:assert/strict";
import type { DockerClient } from "../../docker/client.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { containersWithServices } from "./deployment.ts";
import { inspected } from "./engine.ts";
import { eventually } from "./eventually.ts";

interface State {
  readonly Status: string;
  readonly ExitCode: number;
  readonly Health?: { readonly Status: string };
}

/** Waits until Docker reports every container with services as healthy; one without a health check runs to completion, and must have completed. */
export async function waitHealthy(docker: DockerClient, deployment: DeploymentOutput): Promise<void> {
  for (const container of containersWithServices(deployment)) {
    await eventually(
      async () => {
        const { Health, Status, ExitCode } = await inspected<State>(docker, container, ".State");
        if (Health === undefined) assert.deepEqual([Status, ExitCode], ["exited", 0], container);
        else assert.equal(Health.Status, "healthy", container);
      },
      { deadlineMs: 40_000 },
    );
  }
}
