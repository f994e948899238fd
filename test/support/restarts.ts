import assert from "node:assert/strict";
import { control } from "./control.ts";
import type { Deployed } from "./deployed.ts";
import { containerOf, traitsOf } from "./deployment.ts";
import { inspectedContainer } from "./inspected.ts";
import { longRunning } from "./roles.ts";

/** A service at a moment. */
interface Running {
  readonly pid: string;
  readonly container: string;
  /** Time of the container's last start. */
  readonly started: string;
}

/** What runs at a moment, by the service's name. */
export type Snapshot = Readonly<Record<string, Running>>;

export async function snapshot({ deployment, workload }: Deployed): Promise<Snapshot> {
  const each = longRunning(workload).map(async ({ name }): Promise<readonly [string, Running]> => {
    const [pid, { id, startedAt }] = await Promise.all([
      control(deployment, name, "pid"),
      inspectedContainer(deployment, containerOf(deployment, name)),
    ]);
    return [name, { pid, container: id, started: startedAt }];
  });
  return Object.fromEntries(await Promise.all(each));
}

/**
 * Asserts that these services run in new processes and all others in the same, in the same containers. Where nothing restarts services, the
 * end of one can end its container, and all in it start again.
 */
export async function assertRestarted(
  deployed: Deployed,
  earlier: Snapshot,
  services: readonly string[],
): Promise<void> {
  const now = await snapshot(deployed);
  for (const [name, before] of Object.entries(earlier)) {
    const after = now[name] ?? assert.fail(`${name} is gone`);
    assert.equal(after.container, before.container, `the container of ${name} was replaced`);
    const ended = !traitsOf(deployed.deployment).restartsServices && after.started !== before.started;
    if (services.includes(name)) assert.notEqual(after.pid, before.pid, `${name} was not restarted`);
    else if (!ended) assert.equal(after.pid, before.pid, `${name} was restarted`);
  }
}
