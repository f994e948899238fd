import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { FileSource, Service } from "../../services/contract.ts";
import { assertCompleted, completing, startsOf } from "../support/completed.ts";
import { attempt, control, controlContainer, logLines } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containersOf, containersWith } from "../support/deployment.ts";
import { waitHealthy } from "../support/healthy.ts";
import { longRunning, signOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";

type Definition = Service<FileSource>;

const none = "no service of the workload runs to completion";
const silent = "no such service defines what it logs";

/** Services that run to completion: they have run once, before what depends on them, and do not run again. */
export function describesCompletion(get: () => Deployed): void {
  const someOrSkip = (test: Mocha.Context): readonly Definition[] => {
    const found = completing(get());
    return found.length > 0 ? found : skip(test, none);
  };
  const timesOf = async ({ name }: Definition, sign: RegExp) =>
    (await logLines(get().deployment, name)).filter(({ text }) => sign.test(text)).map(({ time }) => Date.parse(time));

  describe("a service that runs to completion", () => {
    it("has completed after up, and status says so and exits with 0", async function () {
      someOrSkip(this);
      await assertCompleted(get());
    });

    it("has run once, to its end", async function () {
      const signs = someOrSkip(this).flatMap((service) =>
        (["started", "works"] as const).flatMap((moment) => {
          const sign = signOf(service, moment);
          return sign === undefined ? [] : [{ service, sign }];
        }),
      );
      if (signs.length === 0) skip(this, silent);
      for (const { service, sign } of signs) {
        assert.equal((await timesOf(service, sign)).length, 1, `${service.name}: ${String(sign)}`);
      }
    });

    it("has ended before what waits for its completion began to work", async function () {
      someOrSkip(this);
      const pairs = waitingPairs(get().workload.services);
      if (pairs.length === 0)
        skip(this, "no service with a log line for its start waits for one with a log line for its work");
      for (const { waiting, needed, began, ended } of pairs) {
        const [first = NaN] = await timesOf(waiting, began);
        const last = (await timesOf(needed, ended)).at(-1) ?? NaN;
        assert(last <= first, `${waiting.name} began ${last - first} ms before the end of ${needed.name}`);
      }
    });

    it("is left alone by start", async function () {
      someOrSkip(this);
      const before = await startsOf(get());
      for (const { name } of completing(get())) await control(get().deployment, name, "start");
      await pause(1_000);
      await assertCompleted(get());
      assert.deepEqual(await startsOf(get()), before);
    });

    it("does not run again when the containers of the others restart", async function () {
      someOrSkip(this);
      const before = await startsOf(get());
      const { deployment, workload } = get();
      const running = containersWith(deployment, longRunning(workload));
      for (const container of containersOf(deployment).filter((one) => running.includes(one)))
        await controlContainer(deployment, container, "restart");
      await waitHealthy(deployment);
      await assertCompleted(get());
      assert.deepEqual(await startsOf(get()), before);
    });

    it("runs again at restart, and completes", async function () {
      const services = someOrSkip(this);
      const before = await startsOf(get());
      for (const { name, completes } of services) {
        await control(get().deployment, name, "restart");
        await completed(get(), name, completes?.withinSeconds ?? 0);
      }
      for (const service of services.filter((one) => signOf(one, "started") !== undefined)) {
        assert.equal((await startsOf(get()))[service.name], Number(before[service.name]) + 1, service.name);
      }
    });
  });
}

/** Services that wait for the completion of another, where both define the log line that shows it. */
function waitingPairs(services: readonly Definition[]) {
  return services.flatMap((waiting) =>
    Object.entries(waiting.dependsOn).flatMap(([name, condition]) => {
      const needed = services.find((one) => one.name === name);
      const began = signOf(waiting, "started");
      const ended = needed === undefined ? undefined : signOf(needed, "works");
      if (condition !== "completed" || needed === undefined || began === undefined || ended === undefined) return [];
      return [{ waiting, needed, began, ended }];
    }),
  );
}

async function completed({ deployment }: Deployed, service: string, withinSeconds: number): Promise<void> {
  const until = Date.now() + withinSeconds * 1000;
  for (;;) {
    const { output } = await attempt(deployment, service, "status");
    if (output.startsWith("completed")) return;
    assert(Date.now() < until, `${service} has not completed within ${withinSeconds} s: ${output}`);
    await pause(200);
  }
}
