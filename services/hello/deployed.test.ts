import axios from "axios";
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { control, jsonLogLines } from "../../test/support/control.ts";
import type { Deployed } from "../../test/support/deployed.ts";
import { entryUrl } from "../../test/support/deployment.ts";
import { eventually } from "../../test/support/eventually.ts";
import { workload } from "./workload.ts";

interface Poll {
  readonly seq: number;
  readonly ok: boolean;
  readonly status: number | null;
  /** When it ended. */
  readonly time: string;
  readonly latency_ms: number;
  readonly server: string | null;
  readonly counted: number | null;
}

const pollSeconds = Number(workload.services.find(({ name }) => name === "client")?.env.POLL_SECONDS);

/** The server answers through its published port, and the client polls it. Run after deployment, under every approach. */
export function describesOwn(get: () => Deployed): void {
  const http = axios.create({ timeout: 5_000, validateStatus: () => true });

  describe("the server", () => {
    it("answers GET / with 200 and JSON about its system", async () => {
      const { status, headers, data } = await http.get<Record<string, unknown>>(entryUrl(get().deployment));
      assert.equal(status, 200);
      assert.match(String(headers["content-type"]), /^application\/json/);
      assert.equal(typeof data.hostname, "string");
      assert(Math.abs(Date.parse(String(data.timestamp)) - Date.now()) < 60_000, `timestamp ${String(data.timestamp)}`);
      assert(Number(data.pid) > 0 && Number(data.uptime_seconds) > 0);
      assert.equal((data.system as { os: string }).os, "Linux");
    });

    it("answers with the host name of its own container", async () => {
      const { data } = await http.get<Record<string, unknown>>(entryUrl(get().deployment));
      const name = await control(get().deployment, "server", "exec", "cat", "/proc/sys/kernel/hostname");
      assert.equal(data.hostname, name);
    });

    it("answers an unknown path with 404 and JSON", async () => {
      const { status, data } = await http.get<Record<string, unknown>>(`${entryUrl(get().deployment)}/nothing`);
      assert.equal(status, 404);
      assert.equal(data.path, "/nothing");
    });

    it("answers another method with 405, JSON and Allow", async () => {
      const { status, headers, data } = await http.post<Record<string, unknown>>(entryUrl(get().deployment), "x");
      assert.equal(status, 405);
      assert.match(String(headers.allow), /GET/);
      assert.equal(typeof data.error, "string");
    });
  });

  describe("the client", () => {
    it(`polls every ${pollSeconds} s, three times in a row, and the server counts each`, async () => {
      const polls = await threePolls(get());
      for (const [index, poll] of polls.entries()) {
        assert.equal(poll.status, 200);
        const before = polls[index - 1];
        if (before === undefined) continue;
        const seconds = (startOf(poll) - startOf(before)) / 1000;
        assert.equal(poll.seq, before.seq + 1, "the sequence numbers follow each other");
        assert.equal(Number(poll.counted), Number(before.counted) + 1, "the server counted exactly one more");
        assert(Math.abs(seconds - pollSeconds) < 1, `${seconds} s lie between polls ${before.seq} and ${poll.seq}`);
      }
    });

    it("is known to the server under one name, with the count that it saw", async () => {
      const { data } = await http.get<{ polls: Record<string, number> }>(entryUrl(get().deployment));
      const counts = Object.values(data.polls);
      assert.equal(counts.length, 1);
      const last = (await pollsOf(get())).at(-1);
      assert(
        Math.abs(Number(counts[0]) - Number(last?.counted)) <= 1,
        `${counts[0] ?? 0} against ${last?.counted ?? 0}`,
      );
    });

    it("resolves the server by the name that it is given", async () => {
      const lookup = "import os, socket; print(socket.gethostbyname(os.environ['SERVER_HOST']))";
      const address = await control(get().deployment, "client", "exec", "python3", "-c", lookup);
      assert.match(address, /^\d+\.\d+\.\d+\.\d+$/);
    });
  });
}

async function pollsOf({ deployment }: Deployed): Promise<Poll[]> {
  const lines = await jsonLogLines(deployment, "client");
  return lines.filter(({ event }) => event === "poll") as unknown as Poll[];
}

/** When a poll began, in milliseconds: the schedule is one of beginnings. */
function startOf({ time, latency_ms: latencyMs }: Poll): number {
  return Date.parse(time) - latencyMs;
}

/** The first three polls in a row after the first answered one. */
async function threePolls(deployed: Deployed): Promise<Poll[]> {
  const first = await eventually(
    async () => {
      const poll = (await pollsOf(deployed)).find(({ ok }) => ok);
      assert(poll, "no poll was answered");
      return poll;
    },
    { deadlineMs: 15_000 },
  );
  await pause(pollSeconds * 1000);
  return eventually(
    async () => {
      const polls = (await pollsOf(deployed)).filter(({ seq }) => seq >= first.seq).slice(0, 3);
      assert.equal(polls.length, 3, `only ${polls.length} polls`);
      return polls;
    },
    { deadlineMs: 15_000, intervalMs: 500 },
  );
}
