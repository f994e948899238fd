import axios, { type AxiosResponse } from "axios";
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { attempt, control } from "../../test/support/control.ts";
import type { Deployed } from "../../test/support/deployed.ts";
import { entryUrl, replicasOf, traitsOf } from "../../test/support/deployment.ts";
import { eventually } from "../../test/support/eventually.ts";
import { skip } from "../../test/support/skip.ts";

interface Job {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly result?: number;
  readonly stale: boolean;
}

interface Stats {
  readonly accepted: number;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly stale: boolean;
}

/** Longer than a lease, which another worker waits for before it takes a job over, and than a supervisor takes to restart what was killed. */
const patience = { deadlineMs: 60_000, intervalMs: 500 };

/** Jobs are done, and each has its effect once, whatever is killed meanwhile. */
export function describesOwn(get: () => Deployed): void {
  const url = (path: string) => `${entryUrl(get().deployment)}${path}`;
  const ask = <T>(path: string): Promise<AxiosResponse<T>> =>
    axios.get<T>(url(path), { timeout: 8_000, validateStatus: () => true });
  const post = (add: number, seconds = 0, headers: Readonly<Record<string, string>> = {}) =>
    axios.post<{ id: string; new: boolean }>(
      url("/jobs"),
      { add, seconds },
      { headers, timeout: 8_000, validateStatus: () => true },
    );
  const kill = (service: string) => attempt(get().deployment, service, "signal", "KILL");
  const needsRestarts = (context: Mocha.Context) => {
    if (!traitsOf(get().deployment).restartsServices)
      skip(context, "this approach does not start again what was killed");
  };

  async function accepted(add: number, seconds = 0): Promise<string> {
    const { status, data } = await post(add, seconds);
    assert.equal(status, 202, JSON.stringify(data));
    return data.id;
  }

  async function stats(): Promise<Stats> {
    const { status, data } = await ask<Stats>("/stats");
    assert.equal(status, 200);
    assert.equal(data.stale, false, "Redis does not answer");
    return data;
  }

  /** Waits until every job has ended. @returns what has changed since */
  async function settled(before: Stats): Promise<Stats> {
    return eventually(async () => {
      const now = await stats();
      assert.equal(now.done + now.failed, now.accepted, JSON.stringify(now));
      const more = (name: "accepted" | "done" | "failed" | "total") => now[name] - before[name];
      return {
        accepted: more("accepted"),
        done: more("done"),
        failed: more("failed"),
        total: more("total"),
        stale: false,
      };
    }, patience);
  }

  describe("jobs", () => {
    it("are accepted with an id, done, and counted", async () => {
      const before = await stats();
      const id = await accepted(7);
      const job = await eventually(async () => {
        const { data } = await ask<Job>(`/jobs/${id}`);
        assert.equal(data.state, "done");
        return data;
      }, patience);
      assert.equal(job.attempts, 1);
      assert.equal(job.result, before.total + 7);
      assert.deepEqual(await settled(before), { accepted: 1, done: 1, failed: 0, total: 7, stale: false });
    });

    it("are made once for one Idempotency-Key", async () => {
      const before = await stats();
      const headers = { "Idempotency-Key": `once ${Date.now()}` };
      const answers = await Promise.all([1, 2, 3].map(() => post(5, 0, headers)));
      assert.equal(new Set(answers.map(({ data }) => data.id)).size, 1);
      assert.equal(answers.filter(({ data }) => data.new).length, 1);
      assert.equal((await settled(before)).total, 5);
    });

    it("that are wrong are refused, with what is allowed", async () => {
      const wrong = [{ add: "7" }, { add: 1.5 }, {}, { add: 1, seconds: -1 }, { add: 1, seconds: "2" }];
      for (const body of wrong) {
        const { status, data } = await axios.post<{ error: string }>(url("/jobs"), body, {
          validateStatus: () => true,
        });
        assert.equal(status, 400, JSON.stringify(body));
        assert.match(data.error, /is a (whole )?number from/);
      }
      assert.equal((await ask("/jobs/0123456789abcdef0123456789abcdef")).status, 404);
    });
  });

  describe("exactly once", function () {
    this.timeout(180_000);

    it("a job whose worker is killed in the middle is taken over", async function () {
      needsRestarts(this);
      const before = await stats();
      const id = await accepted(11, 4);
      await eventually(async () => {
        assert.equal((await ask<Job>(`/jobs/${id}`)).data.state, "running");
      }, patience);
      for (const replica of replicasOf(get().deployment, "worker")) await kill(replica);
      assert.deepEqual(await settled(before), { accepted: 1, done: 1, failed: 0, total: 11, stale: false });
      assert.ok((await ask<Job>(`/jobs/${id}`)).data.attempts > 1);
    });

    for (const victims of [["worker/1"], ["web"], ["redis"], ["worker/1", "worker/2", "web", "redis"]]) {
      it(`every job that was accepted is done once although ${victims.join(", ")} is killed again and again`, async function () {
        needsRestarts(this);
        const before = await stats();
        let sum = 0;
        let count = 0;
        const over = new AbortController();
        const posting = (async () => {
          for (let number = 1; !over.signal.aborted; number += 1) {
            // Who gets no answer asks again with the same key.
            const key = { "Idempotency-Key": `${victims.join()} ${before.accepted} ${number}` };
            await eventually(async () => {
              assert.equal((await post(number, 0.05, key)).status, 202);
            }, patience);
            sum += number;
            count += 1;
          }
        })();
        for (let round = 0; round < 3; round += 1) {
          await pause(700);
          await Promise.all(victims.map(kill));
          await pause(2_500);
        }
        over.abort();
        await posting;
        assert.deepEqual(await settled(before), { accepted: count, done: count, failed: 0, total: sum, stale: false });
      });
    }
  });

  describe("without Redis", function () {
    this.timeout(120_000);

    it("what was seen is still told, and called stale; new jobs are refused; health says what is lost", async function () {
      needsRestarts(this);
      const before = await stats();
      const id = await accepted(3);
      await settled(before);
      await ask(`/jobs/${id}`);
      await control(get().deployment, "redis", "stop");
      try {
        const job = (await ask<Job>(`/jobs/${id}`)).data;
        assert.deepEqual([job.state, job.stale], ["done", true]);
        assert.equal((await ask<Stats>("/stats")).data.stale, true);
        const refused = await post(1);
        assert.equal(refused.status, 503);
        assert.equal(refused.headers["retry-after"], "1");
        await eventually(async () => {
          const { status, data } = await ask<{ status: string; lost: readonly string[] }>("/health");
          assert.deepEqual([status, data], [200, { status: "degraded", lost: ["new jobs", "news of jobs"] }]);
        }, patience);
      } finally {
        await control(get().deployment, "redis", "start");
      }
      await eventually(async () => {
        assert.deepEqual((await ask("/health")).data, { status: "ok", lost: [] });
      }, patience);
      const after = await stats();
      await accepted(4);
      assert.equal((await settled(after)).total, 4);
    });
  });
}
