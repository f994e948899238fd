import assert from "node:assert/strict";
import type { FileSource, Service } from "../../services/contract.ts";
import { attempt, control, logLines } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containerOf, traitsOf } from "../support/deployment.ts";
import { inspected, isLocal } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { waitHealthy } from "../support/healthy.ts";
import { longRunning } from "../support/roles.ts";
import { skip } from "../support/skip.ts";

type Definition = Service<FileSource>;

/** After a check has failed often enough, a supervisor needs a moment. */
const marginSeconds = 30;

/** Services whose main process is suspended turn unhealthy: those that ask for it are restarted, the others only reported. */
export function describesUnhealthy(get: () => Deployed): void {
  /** Only a check of this kind is sure to notice: the kernel accepts connections for a suspended process. */
  const noticed = (onUnhealthy: string) =>
    longRunning(get().workload).find(
      (service) =>
        (service.onUnhealthy ?? "report") === onUnhealthy && service.checks.some(({ kind }) => kind === "fresh-file"),
    );
  const pidsOf = async (services: readonly Definition[]) => {
    const pids = services.map(async ({ name }) => [name, await control(get().deployment, name, "pid")] as const);
    return Object.fromEntries(await Promise.all(pids));
  };

  describe("an unhealthy service", () => {
    it("is restarted if it asks for that, and alone: the others keep their processes", async function () {
      if (!isLocal(get().docker)) skip(this, "the Docker daemon is on another machine");
      const service =
        noticed("restart") ?? skip(this, "no service with a fresh-file check is restarted once it is unhealthy");
      const others = longRunning(get().workload).filter((one) => one !== service);
      const before = await pidsOf(others);
      const pid = await control(get().deployment, service.name, "pid");
      await control(get().deployment, service.name, "signal", "STOP");
      await eventually(
        async () => {
          assert.notEqual(await control(get().deployment, service.name, "pid"), pid);
          assert.match((await attempt(get().deployment, service.name, "status")).output, /^running/);
        },
        { deadlineMs: noticedWithinMs(service) + service.stopGraceSeconds * 1000 },
      );
      await waitHealthy(get().docker, get().deployment);
      const lines = await logLines(get().deployment, service.name);
      const told = new RegExp(
        `${service.name} is restarted: its health check failed ${service.health.retries} times in a row: .+`,
      );
      assert(
        lines.some(({ text }) => told.test(text)),
        "its log does not tell why",
      );
      // Without a supervisor the container may end with one of its services.
      if (traitsOf(get().deployment).restartsServices) assert.deepEqual(await pidsOf(others), before);
    });

    it("is only reported if it does not ask for more: its container is unhealthy, and its process stays", async function () {
      const service = noticed("report") ?? skip(this, "no service with a fresh-file check is only reported");
      const pid = isLocal(get().docker) ? await control(get().deployment, service.name, "pid") : undefined;
      const container = containerOf(get().deployment, service.name);
      await control(get().deployment, service.name, "signal", "STOP");
      try {
        await eventually(
          async () => {
            assert.equal(await inspected(get().docker, container, ".State.Health.Status"), "unhealthy");
          },
          { deadlineMs: noticedWithinMs(service) },
        );
        if (pid !== undefined) assert.equal(await control(get().deployment, service.name, "pid"), pid);
      } finally {
        await control(get().deployment, service.name, "signal", "CONT");
      }
      await waitHealthy(get().docker, get().deployment);
      if (pid !== undefined) assert.equal(await control(get().deployment, service.name, "pid"), pid);
    });
  });
}

/** Time in which a service that does not work any more has failed its checks often enough. */
function noticedWithinMs({ checks, health }: Definition): number {
  const ages = checks.map((check) => (check.kind === "fresh-file" ? check.maxAgeSeconds : 0));
  const { startPeriodSeconds, retries, intervalSeconds, timeoutSeconds } = health;
  const failing = retries * (intervalSeconds + timeoutSeconds);
  return 1000 * (Math.max(startPeriodSeconds, ...ages) + failing + marginSeconds);
}
