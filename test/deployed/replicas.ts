import assert from "node:assert/strict";
import type { FileSource, Service } from "../../services/contract.ts";
import { attempt, control, logLines } from "../support/control.ts";
import { remote, type Deployed } from "../support/deployed.ts";
import { containersOfReplicas, joinsAnother, replicasOf, traitsOf } from "../support/deployment.ts";
import { eventually } from "../support/eventually.ts";
import { waitHealthy } from "../support/healthy.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { processOf, runsCommand } from "../support/process.ts";
import { signOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";

type Definition = Service<FileSource>;

/** Services with several replicas: all of them run, and each can be told from the others. */
export function describesReplicas(get: () => Deployed): void {
  const replicated = (test: Mocha.Context): readonly Definition[] => {
    const found = get().workload.services.filter(({ replicas }) => replicas > 1);
    return found.length > 0 ? found : skip(test, "no service of the workload has several replicas");
  };
  const supervised = (test: Mocha.Context) => {
    if (!traitsOf(get().deployment).restartsServices) skip(test, "its services have no supervisor that stops one");
    return replicated(test);
  };
  const status = async (replica: string) => (await attempt(get().deployment, replica, "status")).output;

  describe("replicas", () => {
    it("are in the outputs, as many as the definition has", function () {
      for (const { name, replicas } of replicated(this))
        assert.equal(replicasOf(get().deployment, name).length, replicas, name);
    });

    it("run, each as a process of its own, of its service's user, that knows its number", async function () {
      if (!get().local) skip(this, remote);
      for (const { name, command, user } of replicated(this)) {
        const names = replicasOf(get().deployment, name);
        const found = await Promise.all(names.map(async (replica) => processOf(get().deployment, replica)));
        assert.equal(new Set(found.map(({ pid }) => pid)).size, names.length, name);
        for (const [index, { argv, env, status }] of found.entries()) {
          assert(runsCommand(argv, command), `${name}: ${argv.join(" ")}`);
          assert.equal(env.REPLICA, String(index + 1), name);
          assert.equal(status.Uid?.split("\t")[0], String(user.uid), name);
        }
      }
    });

    it("are healthy, and status prints that each runs", async function () {
      await waitHealthy(get().deployment);
      for (const { name } of replicated(this)) {
        for (const replica of replicasOf(get().deployment, name))
          assert.match(await status(replica), /^running \(.+\)$/);
      }
    });

    it("stop and start one by one: the others run on, as the same processes", async function () {
      for (const { name } of supervised(this)) {
        const [first = "", second = ""] = replicasOf(get().deployment, name);
        const pid = get().local ? await control(get().deployment, first, "pid") : undefined;
        await control(get().deployment, second, "stop");
        assert.match(await status(second), /^stopped \(.+\)$/);
        assert.match(await status(first), /^running \(.+\)$/);
        await control(get().deployment, second, "start");
        await eventually(
          async () => {
            assert.match(await status(second), /^running \(.+\)$/);
          },
          { deadlineMs: 10_000 },
        );
        if (pid !== undefined) assert.equal(await control(get().deployment, first, "pid"), pid);
      }
      await waitHealthy(get().deployment);
    });

    it("have a log each: it has a new line of a start after a restart of its replica, and of no other", async function () {
      if (!traitsOf(get().deployment).separatesLogs) skip(this, "its traits claim no log of each service");
      const saying = supervised(this).filter((service) => signOf(service, "started") !== undefined);
      if (saying.length === 0) skip(this, "none of them defines what it logs at its start");
      for (const service of saying) {
        const started = signOf(service, "started") ?? assert.fail("no pattern");
        const names = replicasOf(get().deployment, service.name);
        const starts = async (replica: string) =>
          (await logLines(get().deployment, replica)).filter(({ text }) => started.test(text)).length;
        const before = await Promise.all(names.map(starts));
        const [one, , ...more] = before;
        await control(get().deployment, names[1] ?? "", "restart");
        await eventually(
          async () => {
            assert.deepEqual(await Promise.all(names.map(starts)), [one, Number(before[1]) + 1, ...more], service.name);
          },
          { deadlineMs: 10_000 },
        );
      }
      await waitHealthy(get().deployment);
    });

    it("are all found in DNS under the service's name, where each has a network of its own", async function () {
      for (const { name } of replicated(this)) {
        const containers = containersOfReplicas(get().deployment, name);
        const own =
          new Set(containers).size === containers.length &&
          !containers.some((one) => joinsAnother(get().deployment, one));
        if (!own) skip(this, "they share a network, in which they have one address");
        const peer = get().workload.services.find((other) => other.name !== name && other.completes === undefined);
        assert(peer !== undefined, "no other service can ask");
        const found = await control(get().deployment, peer.name, "exec", "getent", "ahostsv4", name);
        const addresses = new Set(found.split("\n").map((line) => line.split(" ")[0]));
        assert.equal(addresses.size, containers.length, found);
        for (const container of containers) {
          const facts = await inspectedContainer(get().deployment, container);
          assert(
            facts.addresses.some((address) => addresses.has(address)),
            `${container} is not among ${found}`,
          );
        }
      }
    });
  });
}
