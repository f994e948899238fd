import assert from "node:assert/strict";
import { jsonLogLines } from "../support/control.ts";
import { inspected } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { unitsWithServices, waitHealthy } from "../support/healthy.ts";
import { skip } from "../support/skip.ts";
import type { Deployed } from "./approaches.test.ts";

/** The engine needs a moment beyond the grace period to kill, and to say that it did. */
const marginMs = 4_000;

type Lines = readonly Readonly<Record<string, unknown>>[];

/** How the engine stops whole containers, and starts them. */
export function describesStopping(get: () => Deployed): void {
  describe("the engine's stop and start", () => {
    let before: Record<string, number>;
    let tookMs: number;
    let times: Readonly<Record<string, number>>;

    it("stop ends with the exit code of the traits, within the grace period", async () => {
      before = Object.fromEntries(await eachService(get(), ({ length }) => length));
      tookMs = await stopAll(get());
      const grace = await longestGrace(get());
      assert(tookMs < grace * 1000 + marginMs, `it took ${tookMs} ms, with ${grace} s of grace`);
      for (const unit of unitsWithServices(get().deployment)) {
        const code = await inspected<number>(get().docker, unit, ".State.ExitCode");
        assert.equal(code, get().deployment.traits.stopExitCode, unit);
      }
    });

    it("every service has logged SIGTERM if the traits say that stopping is graceful, and else not every one has", async () => {
      const stopped = await eachService(get(), (lines, service) =>
        lines.slice(before[service]).some(({ event, signal }) => event === "stopped" && signal === "SIGTERM"),
      );
      const all = stopped.every(([, saw]) => saw);
      const { stopsGracefully } = get().deployment.traits;
      assert.equal(all, stopsGracefully, stopped.map(([service, saw]) => `${service}: ${String(saw)}`).join(", "));
      const grace = await longestGrace(get());
      if (stopsGracefully) assert(tookMs < grace * 1000, `it took ${tookMs} ms, the whole of the grace period`);
    });

    it("start brings everything back", async () => {
      const counts = Object.fromEntries(await eachService(get(), ({ length }) => length));
      await startAll(get());
      await waitHealthy(get().docker, get().deployment);
      times = await eventually(
        async () => {
          const found = await eachService(get(), (lines, service) =>
            timeOfStart(lines.slice(counts[service]), service),
          );
          assert(found.every(([, time]) => !Number.isNaN(time)));
          return Object.fromEntries(found);
        },
        { deadlineMs: 10_000 },
      );
    });

    it("a service starts once those that it depends on are ready, if the traits say so", function () {
      if (!get().deployment.traits.ordersStart) skip(this, "its traits do not claim an order");
      const early = Number(times.server) - Number(times.client);
      assert(early <= 0, `the client started ${early} ms early`);
    });

    it("stop right after start does not hang", async () => {
      await stopAll(get());
      await startAll(get());
      const took = await stopAll(get());
      const grace = await longestGrace(get());
      assert(took < grace * 1000 + marginMs, `it took ${took} ms, with ${grace} s of grace`);
      await startAll(get());
      await waitHealthy(get().docker, get().deployment);
    });
  });
}

async function eachService<T>(
  { deployment }: Deployed,
  read: (lines: Lines, service: string) => T,
): Promise<[string, T][]> {
  const services = Object.keys(deployment.services);
  return Promise.all(
    services.map(async (service) => [service, read(await jsonLogLines(deployment, service), service)] as [string, T]),
  );
}

/** When a service's program began to work, by its own clock; NaN where it has not. */
function timeOfStart(lines: Lines, service: string): number {
  const event = service === "server" ? "listening" : "started";
  return Date.parse(String(lines.find((line) => line.event === event)?.time));
}

/** Those that were started last first; services that do not depend on each other's container at once. @returns how long it took, in ms */
async function stopAll({ docker, deployment }: Deployed): Promise<number> {
  const started = Date.now();
  const withServices = unitsWithServices(deployment);
  await docker.run(["stop", ...withServices]);
  const took = Date.now() - started;
  const rest = deployment.units.filter((unit) => !withServices.includes(unit));
  if (rest.length > 0) await docker.run(["stop", ...rest]);
  return took;
}

async function startAll({ docker, deployment }: Deployed): Promise<void> {
  for (const unit of deployment.units) await docker.run(["start", unit]);
}

/** Seconds, summed over units, since the engine's command line stops one container after another. */
async function longestGrace({ docker, deployment }: Deployed): Promise<number> {
  const graces = unitsWithServices(deployment).map((unit) => inspected<number>(docker, unit, ".Config.StopTimeout"));
  return (await Promise.all(graces)).reduce((sum, grace) => sum + grace, 0);
}
