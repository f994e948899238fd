import { setTimeout as pause } from "node:timers/promises";
import type { EngineApi } from "../../docker/engine-api.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import type { HostProbe } from "./host-probe.ts";

/** A subject's containers on the engine. */
export interface Units {
  /** Names, in the order in which they can be started. */
  readonly names: readonly string[];
  /** Kills all of them, which is quick and leaves them there. */
  readonly kill: () => Promise<void>;
  /** Starts all of them, in order. @returns the engine's time just before, in milliseconds since 1970 */
  readonly start: () => Promise<number>;
  /** Waits until the entry gives a good answer. @returns the host's time of the answer, in milliseconds since 1970 */
  readonly untilAnswer: (deadlineMs?: number) => Promise<number>;
  /**
   * Waits until the engine calls every unit with a health check healthy.
   * @param names of other containers. @default the subject's units
   * @returns when the last one's first good check ended, by the engine's clock
   */
  readonly untilHealthy: (deadlineMs?: number, names?: readonly string[]) => Promise<number>;
  /** Kills, starts and waits until healthy: every process is new. */
  readonly renew: () => Promise<void>;
  /** Lets them run, and renews them where one does not, its last health checks failed, or the entry does not answer. */
  readonly resume: () => Promise<void>;
  /** Freezes them: they take no processor time while others are measured. */
  readonly freeze: () => Promise<void>;
  readonly state: (name: string) => Promise<UnitState>;
}

/** As the engine's API gives it. */
export interface UnitState {
  readonly Id: string;
  /** How often the engine has started it again by itself. */
  readonly RestartCount: number;
  readonly State: {
    readonly Running: boolean;
    readonly Paused: boolean;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly FinishedAt: string;
    readonly Health?: {
      readonly Status: string;
      readonly FailingStreak: number;
      readonly Log: readonly { readonly ExitCode: number; readonly End: string }[] | null;
    };
  };
}

const defaultDeadlineMs = 60_000;
const answersWithinMs = 10_000;
const pollMs = 25;

export function unitsOf(
  api: EngineApi,
  host: HostProbe,
  deployment: Pick<DeploymentOutput, "units" | "url">,
  signal: AbortSignal,
): Units {
  const names = deployment.units;
  const { hostname, port } = new URL(deployment.url);
  const state = async (name: string) => (await api.call("GET", `/containers/${name}/json`)) as UnitState;
  const each = (action: string) => Promise.all(names.map((name) => post(api, name, action)));
  const units: Units = {
    names,
    state,
    async kill() {
      await each("unpause");
      await each("kill");
      for (const name of names) while ((await state(name)).State.Running) await pause(pollMs, undefined, { signal });
    },
    async start() {
      const ahead = await clockAhead(api);
      const before = Date.now() + ahead;
      for (const name of names) await post(api, name, "start");
      return before;
    },
    async untilAnswer(deadlineMs = defaultDeadlineMs) {
      const seconds = deadlineMs / 1000;
      const order = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port), seconds };
      const { at } = await host.ask<{ at: number | null }>("await-answer", order);
      if (at === null) throw new Error(`nothing answered at ${deployment.url} within ${seconds} s`);
      return at;
    },
    async untilHealthy(deadlineMs = defaultDeadlineMs, which = names) {
      const until = Date.now() + deadlineMs;
      let last = 0;
      for (const name of which) last = Math.max(last, await healthyAt(() => state(name), name, until, signal));
      return last;
    },
    async renew() {
      await units.kill();
      await units.start();
      await units.untilAnswer();
      await units.untilHealthy();
    },
    async resume() {
      await each("unpause");
      const states = await Promise.all(names.map(state));
      const sound = states.every(({ State: { Running, Health } }) => Running && !failing(Health));
      const answers = sound && (await units.untilAnswer(answersWithinMs).then(Boolean, () => false));
      signal.throwIfAborted();
      if (!answers) await units.renew();
    },
    async freeze() {
      await each("pause");
    },
  };
  return units;
}

/** The engine calls a frozen container unhealthy until its next check, whatever its last one found. */
function failing(health: UnitState["State"]["Health"]): boolean {
  return health?.Status === "unhealthy" && health.FailingStreak > 0;
}

/** What the engine already did, or cannot do in this state, is no failure. */
async function post(api: EngineApi, name: string, action: string): Promise<void> {
  await api.call("POST", `/containers/${name}/${action}`).catch((error: unknown) => {
    // Not by its status: for some of these, older engines answer 500.
    if (!/is not paused|already paused|is not running|answered 304/.test((error as Error).message)) throw error;
  });
}

/** How far the engine's clock is ahead of this machine's, in milliseconds; 0 where they are the same. */
async function clockAhead(api: EngineApi): Promise<number> {
  const before = Date.now();
  const { SystemTime } = (await api.call("GET", "/info")) as { SystemTime: string };
  const after = Date.now();
  const engine = Date.parse(SystemTime);
  return engine >= before && engine <= after ? 0 : engine - (before + after) / 2;
}

async function healthyAt(look: () => Promise<UnitState>, name: string, until: number, signal: AbortSignal) {
  for (;;) {
    const { State } = await look();
    if (State.Health === undefined && State.Running) return Date.parse(State.StartedAt);
    const since = Date.parse(State.StartedAt);
    const good = (State.Health?.Log ?? []).map(({ ExitCode, End }) => ({ ok: ExitCode === 0, end: Date.parse(End) }));
    const first = good.find(({ ok, end }) => ok && end >= since);
    if (State.Health?.Status === "healthy" && first !== undefined) return first.end;
    if (Date.now() > until) throw new Error(`${name} is ${State.Health?.Status ?? "not running"}`);
    await pause(pollMs, undefined, { signal });
  }
}
