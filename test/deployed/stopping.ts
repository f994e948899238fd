import assert from "node:assert/strict";
import type { FileSource, Service } from "../../services/contract.ts";
import { logLines, type LogLine } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containersOf, containersWithServices, traitsOf } from "../support/deployment.ts";
import { inspected } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { waitHealthy } from "../support/healthy.ts";
import { signOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";

/** The Docker daemon needs a moment beyond the grace period to kill, and to say that it did. */
const marginMs = 4_000;

type Definition = Service<FileSource>;

/** How the Docker daemon stops whole containers, and starts them. */
export function describesStopping(get: () => Deployed): void {
  /** Those whose definition says what they log at a moment. */
  const saying = (moment: "started" | "stopped") =>
    get().workload.services.filter((service) => signOf(service, moment) !== undefined);

  describe("the daemon's stop and start", () => {
    let before: Counts;
    let tookMs: number;
    let times: Readonly<Record<string, number>>;

    it("stop ends with the exit code of the traits, within the grace period", async () => {
      before = await counts(get());
      tookMs = await stopAll(get());
      const grace = await longestGrace(get());
      assert(tookMs < grace * 1000 + marginMs, `it took ${tookMs} ms, with ${grace} s of grace`);
      for (const container of containersWithServices(get().deployment)) {
        const code = await inspected<number>(get().docker, container, ".State.ExitCode");
        assert.equal(code, traitsOf(get().deployment).stopExitCode, container);
      }
    });

    it("every service has logged its stop signal if the traits say that stopping is graceful, and else not every one has", async function () {
      const services = saying("stopped");
      if (services.length === 0) skip(this, "no service says what it logs when it is told to stop");
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

    it("start brings everything back", async () => {
      const stopped = await counts(get());
      await startAll(get());
      await waitHealthy(get().docker, get().deployment);
      times = await eventually(
        async () => {
          const found = saying("started").map(async (service) => {
            const line = (await newLines(get(), service, stopped)).find(({ text }) =>
              signOf(service, "started")?.test(text),
            );
            assert(line, `${service.name} has not said that it started`);
            return [service.name, Date.parse(line.time)] as const;
          });
          return Object.fromEntries(await Promise.all(found));
        },
        { deadlineMs: 10_000 },
      );
    });

    it("a service starts once those that it depends on are ready, if the traits say so", function () {
      if (!traitsOf(get().deployment).ordersStart) skip(this, "its traits do not claim an order");
      const pairs = get().workload.services.flatMap(({ name, dependsOn }) =>
        dependsOn.filter((needed) => name in times && needed in times).map((needed) => [name, needed] as const),
      );
      if (pairs.length === 0) skip(this, "no service that says when it starts depends on another that does");
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
      await waitHealthy(get().docker, get().deployment);
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

/** Those that were started last first; services that do not depend on each other's container at once. @returns how long it took, in ms */
async function stopAll({ docker, deployment }: Deployed): Promise<number> {
  const started = Date.now();
  const withServices = containersWithServices(deployment);
  await docker.run(["stop", ...withServices]);
  const took = Date.now() - started;
  const rest = containersOf(deployment).filter((container) => !withServices.includes(container));
  if (rest.length > 0) await docker.run(["stop", ...rest]);
  return took;
}

async function startAll({ docker, deployment }: Deployed): Promise<void> {
  for (const container of containersOf(deployment)) await docker.run(["start", container]);
}

/** Seconds, summed over containers, since the docker command line stops one container after another. */
async function longestGrace({ docker, deployment }: Deployed): Promise<number> {
  const graces = containersWithServices(deployment).map((container) =>
    inspected<number>(docker, container, ".Config.StopTimeout"),
  );
  return (await Promise.all(graces)).reduce((sum, grace) => sum + grace, 0);
}
