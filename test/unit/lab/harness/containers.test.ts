import assert from "node:assert/strict";
import type { EngineApi } from "../../../../docker/engine-api.ts";
import { containerToolsFor } from "../../../../lab/harness/containers.ts";
import type { HostProbe } from "../../../../lab/tools.ts";

interface Health {
  readonly Status: string;
  readonly FailingStreak: number;
}

/** A Docker daemon with one container, which becomes healthy when it is started. */
function dockerWith(running: boolean, health: Health, answers: boolean) {
  const actions: string[] = [];
  let state = { Running: running, StartedAt: "2026-01-01T00:00:00Z", Health: { ...health, Log: null as unknown } };
  const call = (method: string, path: string): Promise<unknown> => {
    if (path === "/info") return Promise.resolve({ SystemTime: new Date().toISOString() });
    if (method === "GET") return Promise.resolve({ State: state });
    const action = path.split("/").at(-1) ?? "";
    actions.push(action);
    if (action === "kill") state = { ...state, Running: false };
    if (action === "start") {
      const now = new Date().toISOString();
      const Log = [{ ExitCode: 0, End: now }];
      state = { Running: true, StartedAt: now, Health: { Status: "healthy", FailingStreak: 0, Log } };
    }
    return Promise.resolve(undefined);
  };
  const ask = () => Promise.resolve({ at: answers || actions.includes("start") ? 1 : null });
  const entry = { scheme: "http", address: "127.0.0.1", port: 8080, url: "http://127.0.0.1:8080" } as const;
  const deployment = { containers: { one: { system: "made up", control: "true" } }, entry };
  const talk = () => assert.fail("no program is talked with");
  const host: HostProbe = { container: "probe", ask: ask as HostProbe["ask"], talk };
  return {
    actions,
    containers: containerToolsFor({ call } as EngineApi, host, deployment, new AbortController().signal),
  };
}

describe("a deployment that is resumed", () => {
  const renewed = ["unpause", "unpause", "kill", "start"];
  const cases: readonly (readonly [title: string, engine: ReturnType<typeof dockerWith>, actions: string[]])[] = [
    [
      "continues after a freeze, in which Docker calls it unhealthy",
      dockerWith(true, { Status: "unhealthy", FailingStreak: 0 }, true),
      ["unpause"],
    ],
    [
      "is renewed if its health checks failed",
      dockerWith(true, { Status: "unhealthy", FailingStreak: 3 }, true),
      renewed,
    ],
    ["is renewed if it does not run", dockerWith(false, { Status: "unhealthy", FailingStreak: 0 }, true), renewed],
    ["is renewed if it does not answer", dockerWith(true, { Status: "healthy", FailingStreak: 0 }, false), renewed],
  ];
  for (const [title, { containers, actions }, expected] of cases)
    it(title, async () => {
      await containers.resume();
      assert.deepEqual(actions, expected);
    });
});
