import assert from "node:assert/strict";
import type { FileSource, Service } from "../../services/contract.ts";
import { controlContainer, logLines, type LogLine } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containersOf, containersWith, containersWithServices, traitsOf } from "../support/deployment.ts";
import { eventually } from "../support/eventually.ts";
import { waitHealthy } from "../support/healthy.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { paced } from "../support/pace.ts";
import { longRunning, signOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";

/** After the grace period, the system needs a moment to kill and to report it. */
const marginMs = paced(4_000);

type Definition = Service<FileSource>;

/** How the system stops whole containers, and starts them. */
export function describesStopping(get: () => Deployed): void {
  /** Services that run forever, and whose definition has the log line of an event. */
  const saying = (moment: "started" | "stopped") =>
    longRunning(get().workload).filter((service) => signOf(service, moment) !== undefined);

  describe("the system's stop and start", () => {
    let before: Counts;
    let tookMs: number;
    let times: Readonly<Record<string, number>>;

    it("stop gives the exit code of the traits, within the grace period", async () => {
      before = await counts(get());
      tookMs = await stopAll(get());
      const grace = await longestGrace(get());
      assert(tookMs < grace * 1000 + marginMs, `it took ${tookMs} ms, with a grace period of ${grace} s`);
      for (const container of containersWith(get().deployment, longRunning(get().workload))) {
        const { exitCode } = await inspectedContainer(get().deployment, container);
        assert.equal(exitCode, traitsOf(get().deployment).stopExitCode, container);
      }
    });

    it("every service has logged its stop signal, if and only if the traits say that stopping is graceful", async function () {
      const services = saying("stopped");
      if (services.length === 0) skip(this, "no service defines what it logs at its stop signal");
      const stopped = await Promise.all(
        services.map(async (service) => ({
          name: service.name,
          saw: (await newLines(get(), service, before)).some(({ text }) => tellsOfStop(service, text)),
        })),
      );
      const { stopsGracefully } = traitsOf(get().deployment);
      const said = stopped.map(({ name, saw }) => `${name}: ${saw}`).join(", ");
      assert.equal(
        stopped.every(({ saw }) => saw),
        stopsGracefully,
        said,
      );
      const grace = await longestGrace(get());
      if (stopsGracefully) assert(tookMs < grace * 1000, `it took ${tookMs} ms, the whole of the grace period`);
    });

    it("start restores everything", async () => {
      const stopped = await counts(get());
      await startAll(get());
      await waitHealthy(get().deployment);
      times = await eventually(
        async () => {
          const found = saying("started").map(async (service) => {
            const line = (await newLines(get(), service, stopped)).find(({ text }) =>
              signOf(service, "started")?.test(text),
            );
            assert(line, `${service.name} has not logged that it started`);
            return [service.name, Date.parse(line.time)] as const;
          });
          return Object.fromEntries(await Promise.all(found));
        },
        { deadlineMs: 10_000 },
      );
    });

    it("a service starts after its dependencies are ready, if the traits say so", function () {
      if (!traitsOf(get().deployment).ordersStart) skip(this, "its traits claim no order");
      const pairs = get().workload.services.flatMap(({ name, dependsOn }) =>
        Object.keys(dependsOn)
          .filter((needed) => name in times && needed in times)
          .map((needed) => [name, needed] as const),
      );
      if (pairs.length === 0) skip(this, "no two services with a log line at their start depend on each other");
      for (const [name, needed] of pairs) {
        const early = Number(times[needed]) - Number(times[name]);
        assert(early <= 0, `${name} started ${early} ms before ${needed}`);
      }
    });

    it("stop right after start does not hang", async () => {
      await stopAll(get());
      await startAll(get());
      const took = await stopAll(get());
      const grace = await longestGrace(get());
      assert(took < grace * 1000 + marginMs, `it took ${took} ms, with ${grace} s of grace`);
      await startAll(get());
      await waitHealthy(get().deployment);
    });
  });
}

/** Service to the number of lines in its log. */
type Counts = Readonly<Record<string, number>>;

async function counts({ deployment, workload }: Deployed): Promise<Counts> {
  const entries = workload.services.map(async ({ name }) => [name, (await logLines(deployment, name)).length] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function newLines({ deployment }: Deployed, { name }: Definition, since: Counts): Promise<LogLine[]> {
  return (await logLines(deployment, name)).slice(since[name]);
}

function tellsOfStop(service: Definition, line: string): boolean {
  return signOf(service, "stopped")?.test(line) === true && line.includes(service.stopSignal);
}

/** Stops containers in reverse order of their start; independent ones at once. @returns how long it took, in ms */
async function stopAll({ deployment }: Deployed): Promise<number> {
  const stop = (containers: readonly string[]) =>
    Promise.all(containers.map((container) => controlContainer(deployment, container, "stop")));
  const started = Date.now();
  const withServices = containersWithServices(deployment);
  await stop(withServices);
  const took = Date.now() - started;
  await stop(containersOf(deployment).filter((container) => !withServices.includes(container)));
  return took;
}

/** All but containers that have completed. */
async function startAll({ deployment, workload }: Deployed): Promise<void> {
  const withServices = containersWithServices(deployment);
  const running = containersWith(deployment, longRunning(workload));
  const started = containersOf(deployment).filter((name) => !withServices.includes(name) || running.includes(name));
  for (const container of started) await controlContainer(deployment, container, "start");
}

/** Seconds: the longest of the containers that are stopped at once. */
async function longestGrace({ deployment }: Deployed): Promise<number> {
  const facts = containersWithServices(deployment).map((container) => inspectedContainer(deployment, container));
  return Math.max(...(await Promise.all(facts)).map(({ graceSeconds }) => graceSeconds));
}
