import assert from "node:assert/strict";
import type { FileSource, Service } from "../../services/contract.ts";
import { attempt, control, logLines } from "../support/control.ts";
import { remote, type Deployed } from "../support/deployed.ts";
import { containerOf, traitsOf } from "../support/deployment.ts";
import { eventually } from "../support/eventually.ts";
import { waitHealthy } from "../support/healthy.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { longRunning } from "../support/roles.ts";
import { skip } from "../support/skip.ts";

type Definition = Service<FileSource>;

/** After a check has failed often enough, a supervisor needs a moment. */
const marginSeconds = 30;

/**
 * Services whose main process is suspended turn unhealthy: those that ask for it are restarted, the others only reported. One of each is
 * suspended at the same time, because both take long.
 */
export function describesUnhealthy(get: () => Deployed): void {
  const restarted = () => noticed(get().workload).find(({ onUnhealthy }) => onUnhealthy === "restart");
  /** One that the other does not wait for at its start. */
  const reported = () =>
    noticed(get().workload).find(
      ({ name, onUnhealthy = "report" }) => onUnhealthy === "report" && !(name in (restarted()?.dependsOn ?? {})),
    );
  const pidOf = async ({ name }: Definition) => control(get().deployment, name, "pid");
  const pidsOf = async (services: readonly Definition[]) =>
    Object.fromEntries(await Promise.all(services.map(async (one) => [one.name, await pidOf(one)] as const)));
  const send = async (service: Definition | undefined, signal: "STOP" | "CONT") => {
    if (service !== undefined) await control(get().deployment, service.name, "signal", signal);
  };

  describe("an unhealthy service", () => {
    let earlier: Readonly<Record<string, string>> = {};

    before("suspend one that is restarted, and one that is only reported", async () => {
      if (get().local) earlier = await pidsOf(longRunning(get().workload));
      await send(restarted(), "STOP");
      await send(reported(), "STOP");
    });
    // Also after a failure: the groups that follow need all of them.
    after("all are healthy again", async () => {
      await send(reported(), "CONT");
      await waitHealthy(get().deployment);
    });

    it("is restarted if it asks for that, and alone: the others keep their processes", async function () {
      if (!get().local) skip(this, remote);
      const service = restarted() ?? skip(this, "no service with a fresh-file check is restarted once it is unhealthy");
      await eventually(
        async () => {
          assert.notEqual(await pidOf(service), earlier[service.name]);
          assert.match((await attempt(get().deployment, service.name, "status")).output, /^running/);
        },
        { deadlineMs: noticedWithinMs(service) + service.stopGraceSeconds * 1000 },
      );
      const lines = await logLines(get().deployment, service.name);
      const told = new RegExp(
        `${service.name} is restarted: its health check failed ${service.health.retries} times in a row: .+`,
      );
      assert(
        lines.some(({ text }) => told.test(text)),
        "its log does not tell why",
      );
      // Without a supervisor the container may end with one of its services.
      if (!traitsOf(get().deployment).restartsServices) return;
      assert.deepEqual(
        { ...(await pidsOf(longRunning(get().workload))), [service.name]: "" },
        { ...earlier, [service.name]: "" },
      );
    });

    it("is only reported if it does not ask for more: its container is unhealthy, and its process stays", async function () {
      const service = reported() ?? skip(this, "no service with a fresh-file check is only reported");
      // Again, if it has ended with the other one.
      await send(service, "STOP");
      const pid = get().local ? await pidOf(service) : undefined;
      const container = containerOf(get().deployment, service.name);
      await eventually(
        async () => {
          const { health } = await inspectedContainer(get().deployment, container);
          assert.equal(health?.status, "unhealthy", container);
        },
        { deadlineMs: noticedWithinMs(service) },
      );
      if (pid !== undefined) assert.equal(await pidOf(service), pid);
      await send(service, "CONT");
      await waitHealthy(get().deployment);
      if (pid !== undefined) assert.equal(await pidOf(service), pid);
    });
  });
}

/** Services whose check is sure to notice: the kernel accepts connections for a suspended process. */
function noticed(workload: Deployed["workload"]): Definition[] {
  return longRunning(workload).filter(({ checks }) => checks.some(({ kind }) => kind === "fresh-file"));
}

/** Time in which a service that does not work any more has failed its checks often enough. */
function noticedWithinMs({ checks, health }: Definition): number {
  const ages = checks.map((check) => (check.kind === "fresh-file" ? check.maxAgeSeconds : 0));
  const { startPeriodSeconds, retries, intervalSeconds, timeoutSeconds } = health;
  const failing = retries * (intervalSeconds + timeoutSeconds);
  return 1000 * (Math.max(startPeriodSeconds, ...ages) + failing + marginSeconds);
}
