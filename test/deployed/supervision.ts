import axios from "axios";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { FileSource, Service } from "../../services/contract.ts";
import { attempt, attemptContainer, control, logLines, verify } from "../support/control.ts";
import { remote, type Deployed } from "../support/deployed.ts";
import { containersWith, entryUrl, traitsOf } from "../support/deployment.ts";
import { eventually } from "../support/eventually.ts";
import { waitHealthy } from "../support/healthy.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { hasReplaced, processOf, runsCommand, zombiesOf } from "../support/process.ts";
import { entryOf, longRunning, noPeer, peerOf, signOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";
import { describesContainers } from "./docker-only/containers.ts";
import { assertScratch } from "./scratch.ts";

type Definition = Service<FileSource>;

const unsupervised = "its services have no supervisor that can stop and start one";

/** How single services stop, start and restart. */
export function describesSupervision(get: () => Deployed): void {
  const entry = () => entryOf(get().workload).name;
  const status = async (service: string) => attempt(get().deployment, service, "status");
  const peerOrSkip = (test: Mocha.Context): Definition => {
    const peer = peerOf(get().workload) ?? skip(test, noPeer);
    if (!traitsOf(get().deployment).restartsServices) skip(test, unsupervised);
    return peer;
  };

  describe("supervision", () => {
    it("every declared check passes", async () => {
      for (const container of containersWith(get().deployment, longRunning(get().workload))) {
        const { health } = await inspectedContainer(get().deployment, container);
        assert(health !== null, `${container} has no check`);
        const { exitCode, output } = await attemptContainer(get().deployment, container, "exec", ...health.argv);
        assert.equal(exitCode, 0, `${container}: ${output}`);
      }
    });

    it("the checks of the approach's own tools pass", async function () {
      const verified = await verify(get().deployment);
      if (verified.length === 0)
        skip(this, "it has no tools of its own: the system supervises, or there is no supervisor");
      for (const { title, exitCode, output } of verified) assert.equal(exitCode, 0, `${title}: ${output}`);
    });

    it("status prints running, or completed where a service runs to completion, and exits with 0", async () => {
      for (const { name, completes } of get().workload.services) {
        const { exitCode, output } = await status(name);
        assert.match(output, completes === undefined ? /^running \(.+\)$/ : /^completed \(exit code 0\)$/);
        assert.equal(exitCode, 0);
      }
    });

    it("pid is the PID of the process that runs the service's program", async function () {
      if (!get().local) skip(this, remote);
      for (const { name, command } of longRunning(get().workload)) {
        const { argv, pid } = await processOf(get().deployment, name);
        if (hasReplaced({ argv }, command)) continue;
        assert(runsCommand(argv, command), `${name}: process ${pid} is ${argv.join(" ")}`);
      }
    });

    it("stops only the peer, within its grace period, with its log line, and status prints stopped", async function () {
      const peer = peerOrSkip(this);
      const stopped = signOf(peer, "stopped") ?? skip(this, `${peer.name} defines no log line for its stop`);
      const before = (await logLines(get().deployment, peer.name)).length;
      const started = Date.now();
      await control(get().deployment, peer.name, "stop");
      assert(Date.now() - started < peer.stopGraceSeconds * 1000, `it took ${Date.now() - started} ms`);
      await eventually(
        async () => {
          const lines = (await logLines(get().deployment, peer.name)).slice(before).map(({ text }) => text);
          // Others write to a mixed log as well, such as the supervisor.
          const told = traitsOf(get().deployment).separatesLogs ? lines.slice(-1) : lines;
          const saysSo = told.some((line) => stopped.test(line) && line.includes(peer.stopSignal));
          assert(saysSo, lines.join("\n"));
        },
        { deadlineMs: 3_000 },
      );
      const { exitCode, output } = await status(peer.name);
      assert.match(output, /^stopped \(.+\)$/);
      assert.equal(exitCode, 3);
      assert.match((await status(entry())).output, /^running/);
    });

    it("starts it, and it works", async function () {
      const peer = peerOrSkip(this);
      const before = (await logLines(get().deployment, peer.name)).length;
      await control(get().deployment, peer.name, "start");
      assert.match((await status(peer.name)).output, /^running/);
      await worksAfter(get(), peer, before);
    });

    it("restarts it, as another process, and it works", async function () {
      const peer = peerOrSkip(this);
      if (!get().local) skip(this, remote);
      const before = (await logLines(get().deployment, peer.name)).length;
      const pid = await control(get().deployment, peer.name, "pid");
      await control(get().deployment, peer.name, "restart");
      assert.notEqual(await control(get().deployment, peer.name, "pid"), pid);
      await worksAfter(get(), peer, before);
    });

    it("a signal reaches the peer's main process: it ends at its stop signal, and restarts if the traits say so", async function () {
      const peer = peerOrSkip(this);
      if (!get().local) skip(this, remote);
      const before = (await logLines(get().deployment, peer.name)).length;
      const { pid } = await processOf(get().deployment, peer.name);
      await control(get().deployment, peer.name, "signal", peer.stopSignal.slice("SIG".length));
      await eventually(
        async () => {
          const lines = (await logLines(get().deployment, peer.name)).slice(before);
          const said = lines.some(
            ({ text }) => signOf(peer, "stopped")?.test(text) === true && text.includes(peer.stopSignal),
          );
          assert(said, "it has not logged its stop signal");
          assert.notEqual((await processOf(get().deployment, peer.name)).pid, pid);
        },
        { deadlineMs: 15_000 },
      );
      await waitHealthy(get().deployment);
    });

    it("after kill -9 the entry restarts as it was, if and only if the traits say so, and status is correct", async function () {
      if (!get().local) skip(this, remote);
      const { pid } = await processOf(get().deployment, entry());
      const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
      process.kill(pid, "SIGKILL");
      if (traitsOf(get().deployment).restartsServices) await comesBack(get(), entry(), pid);
      else await staysAway(get(), entry(), children.trim() === "");
      await waitHealthy(get().deployment);
      // A supervisor may report restarting until it has been up for a while.
      await eventually(
        async () => {
          assert.match((await status(entry())).output, /^running/);
        },
        { deadlineMs: 5_000 },
      );
      await assertScratch(get(), entryOf(get().workload));
    });

    it("reaps orphans if the traits say so, else leaves them as zombies", async () => {
      // The shell ends before its child, which becomes an orphan.
      const orphans = ["bash", "-p", "-c", "for i in 1 2 3 4 5; do (sleep 0.2 &) ; done"];
      await control(get().deployment, entry(), "exec", ...orphans);
      await pause(1_000);
      if (traitsOf(get().deployment).reapsOrphans) {
        const none = async () => {
          assert.equal(await zombiesOf(get().deployment, entry()), 0);
        };
        await eventually(none, { deadlineMs: 10_000 });
      } else {
        await pause(6_000);
        assert.equal(await zombiesOf(get().deployment, entry()), 5);
      }
    });

    describesContainers(get);
  });
}

/** Waits until a service has done some work: by a log line after the first `count` ones. */
async function worksAfter({ deployment }: Deployed, service: Definition, count: number): Promise<void> {
  const works = signOf(service, "works");
  assert(works, `the definition of ${service.name}, a peer, has no log line for its work`);
  await eventually(
    async () => {
      const lines = (await logLines(deployment, service.name)).slice(count);
      assert(
        lines.some(({ text }) => works.test(text)),
        "it has done no work since its start",
      );
    },
    { deadlineMs: 15_000 },
  );
}

async function comesBack({ deployment }: Deployed, service: string, pid: number): Promise<void> {
  await eventually(
    async () => {
      assert.notEqual((await processOf(deployment, service)).pid, pid);
      assert.equal((await axios.get(entryUrl(deployment), { timeout: 1_000 })).status, 200);
    },
    { deadlineMs: 20_000 },
  );
}

/** @param alone whether its main process had no children: such as nginx's workers would answer on */
async function staysAway({ deployment }: Deployed, service: string, alone: boolean): Promise<void> {
  await pause(5_000);
  const { exitCode, output } = await attempt(deployment, service, "status");
  assert.match(output, /^failed \(.+\)$/);
  assert.equal(exitCode, 3);
  if (alone) await assert.rejects(axios.get(entryUrl(deployment), { timeout: 1_000 }));
  await control(deployment, service, "start");
}
