import axios from "axios";
import { execa } from "execa";
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { attempt, control, jsonLogLines } from "../support/control.ts";
import { isLocal } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { unitsWithServices, waitHealthy } from "../support/healthy.ts";
import { processOf } from "../support/process.ts";
import { skip } from "../support/skip.ts";
import type { Deployed } from "./approaches.test.ts";

const graceSeconds = 10;
const unsupervised = "nothing supervises its services, so there is nothing to stop and start one with";

/** How single services stop, start and come back. */
export function describesSupervision(get: () => Deployed): void {
  const status = async (service: string) => attempt(get().deployment, service, "status");

  describe("supervision", () => {
    it("every declared check passes", async () => {
      for (const unit of unitsWithServices(get().deployment)) {
        const inspect = ["inspect", "--format", "{{json .Config.Healthcheck.Test}}", unit];
        const [kind, ...argv] = JSON.parse(await get().docker.run(inspect)) as string[];
        assert.equal(kind, "CMD");
        const { exitCode, stdout, stderr } = await get().docker.attempt(["exec", unit, ...argv]);
        assert.equal(exitCode, 0, `${unit}: ${stdout}${stderr}`);
      }
    });

    it("the approach's own tools find nothing wrong", async function () {
      const { verifications } = get().deployment;
      if (verifications.length === 0) skip(this, "it has no tools of its own: the engine supervises, or nobody");
      for (const { title, argv } of verifications) {
        const { exitCode, output } = await runArgv(argv);
        assert.equal(exitCode, 0, `${title}: ${output}`);
      }
    });

    it("status says running, and exits 0", async () => {
      for (const service of Object.keys(get().deployment.services)) {
        const { exitCode, output } = await status(service);
        assert.match(output, /^running \(.+\)$/);
        assert.equal(exitCode, 0);
      }
    });

    it("pid is the id of the process that runs the service's program", async function () {
      if (!isLocal(get().docker)) skip(this, "the engine is on another machine");
      for (const service of Object.keys(get().deployment.services)) {
        const { status: found, pid } = await processOf(get().deployment, service);
        assert.equal(found.Name, "python3", `${service}: process ${pid}`);
      }
    });

    it("stops the client alone, within its grace period, with its own word for it, and status says stopped", async function () {
      if (!get().deployment.traits.restartsServices) skip(this, unsupervised);
      const started = Date.now();
      await control(get().deployment, "client", "stop");
      assert(Date.now() - started < graceSeconds * 1000, `it took ${Date.now() - started} ms`);
      await eventually(
        async () => {
          const last = (await jsonLogLines(get().deployment, "client")).at(-1);
          assert.equal(last?.event, "stopped");
          assert.equal(last.signal, "SIGTERM");
        },
        { deadlineMs: 3_000 },
      );
      const { exitCode, output } = await status("client");
      assert.match(output, /^stopped \(.+\)$/);
      assert.equal(exitCode, 3);
      assert.match((await status("server")).output, /^running/);
    });

    it("starts it again, and it polls", async function () {
      if (!get().deployment.traits.restartsServices) skip(this, unsupervised);
      const before = (await jsonLogLines(get().deployment, "client")).length;
      await control(get().deployment, "client", "start");
      assert.match((await status("client")).output, /^running/);
      await answeredPollAfter(get(), before);
    });

    it("restarts it, as another process, and it polls", async function () {
      if (!get().deployment.traits.restartsServices) skip(this, unsupervised);
      if (!isLocal(get().docker)) skip(this, "the engine is on another machine");
      const before = (await jsonLogLines(get().deployment, "client")).length;
      const pid = await control(get().deployment, "client", "pid");
      await control(get().deployment, "client", "restart");
      assert.notEqual(await control(get().deployment, "client", "pid"), pid);
      await answeredPollAfter(get(), before);
    });

    it("a signal reaches the client's main process: it ends by TERM, and comes back if the traits say so", async function () {
      if (!get().deployment.traits.restartsServices) skip(this, unsupervised);
      if (!isLocal(get().docker)) skip(this, "the engine is on another machine");
      const before = (await jsonLogLines(get().deployment, "client")).length;
      const { pid } = await processOf(get().deployment, "client");
      await control(get().deployment, "client", "signal", "TERM");
      await eventually(
        async () => {
          const lines = (await jsonLogLines(get().deployment, "client")).slice(before);
          assert(lines.some(({ event, signal }) => event === "stopped" && signal === "SIGTERM"));
          assert.notEqual((await processOf(get().deployment, "client")).pid, pid);
        },
        { deadlineMs: 15_000 },
      );
      await waitHealthy(get().docker, get().deployment);
    });

    it("after kill -9 the server comes back if the traits say so and else does not, and status is true", async function () {
      if (!isLocal(get().docker)) skip(this, "the engine is on another machine");
      const { pid } = await processOf(get().deployment, "server");
      process.kill(pid, "SIGKILL");
      if (get().deployment.traits.restartsServices) await comesBack(get(), pid);
      else await staysAway(get());
      await waitHealthy(get().docker, get().deployment);
      // A supervisor may call it restarting until it has been up for a while.
      await eventually(
        async () => {
          assert.match((await status("server")).output, /^running/);
        },
        { deadlineMs: 5_000 },
      );
    });

    it("reaps orphans if the traits say so, and else leaves them as zombies", async () => {
      // The shell ends before its child does, which leaves the child to the first process.
      const orphans = ["bash", "-c", "for i in 1 2 3 4 5; do (sleep 0.2 &) ; done"];
      await control(get().deployment, "server", "exec", ...orphans);
      await pause(1_000);
      if (get().deployment.traits.reapsOrphans) {
        await eventually(
          async () => {
            assert.equal(await zombies(get()), 0);
          },
          { deadlineMs: 10_000 },
        );
      } else {
        await pause(6_000);
        assert.equal(await zombies(get()), 5);
      }
    });
  });
}

async function runArgv([command = "", ...args]: readonly string[]) {
  const { exitCode, all } = await execa(command, args, { reject: false, all: true });
  return { exitCode, output: all };
}

async function answeredPollAfter({ deployment }: Deployed, count: number): Promise<void> {
  await eventually(
    async () => {
      const lines = (await jsonLogLines(deployment, "client")).slice(count);
      const answered = lines.some(({ event, ok }) => event === "poll" && ok === true);
      assert(answered, "no answered poll since the start");
    },
    { deadlineMs: 15_000 },
  );
}

async function comesBack({ deployment }: Deployed, pid: number): Promise<void> {
  await eventually(
    async () => {
      assert.notEqual((await processOf(deployment, "server")).pid, pid);
      assert.equal((await axios.get(deployment.url, { timeout: 1_000 })).status, 200);
    },
    { deadlineMs: 20_000 },
  );
}

async function staysAway({ deployment }: Deployed): Promise<void> {
  await pause(5_000);
  const { exitCode, output } = await attempt(deployment, "server", "status");
  assert.match(output, /^failed \(.+\)$/);
  assert.equal(exitCode, 3);
  await assert.rejects(axios.get(deployment.url, { timeout: 1_000 }));
  await control(deployment, "server", "start");
}

/** Zombies among the processes that the server sees. */
async function zombies({ deployment }: Deployed): Promise<number> {
  const count = "cat /proc/[0-9]*/status 2>/dev/null | grep -c '^State:.Z' || true";
  return Number(await control(deployment, "server", "exec", "bash", "-c", count));
}
