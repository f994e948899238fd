import { setTimeout as pause } from "node:timers/promises";
import type { EngineApi } from "../../docker/engine-api.ts";
import { hostAndPort } from "../addresses.ts";
import { containersOf, entryAddress, type Deployment } from "../deployment.ts";
import type { HostProbe } from "../tools.ts";
import type { Containers, ContainerState } from "../tools/containers.ts";
import { untilFirstAnswer } from "./first-answer.ts";

const defaultDeadlineMs = 60_000;
const answersWithinMs = 10_000;
const pollMs = 25;

/** Nothing is to be done before a container starts. */
const alone = () => Promise.resolve();

/** Creates the tool for a deployment's containers. @param names of its containers, in the order in which they are started */
export function containerToolsFor(
  api: EngineApi,
  host: HostProbe,
  deployment: Pick<Deployment, "containers" | "entry">,
  signal: AbortSignal,
  names = containersOf(deployment),
): Containers {
  const address = entryAddress(deployment);
  const state = async (name: string) => (await api.call("GET", `/containers/${name}/json`)) as ContainerState;
  const each = (action: string) => Promise.all(names.map((name) => post(api, name, action)));
  const containers: Containers = {
    names,
    state,
    async kill() {
      await each("unpause");
      await each("kill");
      for (const name of names) while ((await state(name)).State.Running) await pause(pollMs, undefined, { signal });
    },
    async start(starting = alone) {
      const ahead = await clockAhead(api);
      let before: number | undefined;
      for (const name of names) {
        await starting(name);
        before ??= Date.now() + ahead;
        await post(api, name, "start");
      }
      return before ?? Date.now() + ahead;
    },
    untilFirstAnswer: (start) => untilFirstAnswer({ api, host, address, containers: names }, start, signal),
    async untilAnswer(deadlineMs = defaultDeadlineMs) {
      const seconds = deadlineMs / 1000;
      const order = { ...hostAndPort(address), seconds };
      const { at } = await host.ask<{ at: number | null }>("await-answer", order);
      if (at === null) throw new Error(`nothing answered at ${address} within ${seconds} s`);
      return at;
    },
    untilHealthy: (deadlineMs = defaultDeadlineMs, which = names) => allHealthyAt(state, which, deadlineMs, signal),
    async renew() {
      await containers.kill();
      await containers.start();
      await containers.untilAnswer();
      await containers.untilHealthy();
    },
    async resume() {
      await each("unpause");
      const states = await Promise.all(names.map(state));
      const sound = states.every(({ State: { Running, Health } }) => Running && !failing(Health));
      const answers = sound && (await containers.untilAnswer(answersWithinMs).then(Boolean, () => false));
      signal.throwIfAborted();
      if (!answers) await containers.renew();
    },
    async freeze() {
      await each("pause");
    },
  };
  return containers;
}

/** Whether the last health check failed. Docker also reports a frozen container as unhealthy, until its next check. */
function failing(health: ContainerState["State"]["Health"]): boolean {
  return health?.Status === "unhealthy" && health.FailingStreak > 0;
}

/** Calls an action; an action that is already done or impossible in this state is no failure. */
async function post(api: EngineApi, name: string, action: string): Promise<void> {
  await api.call("POST", `/containers/${name}/${action}`).catch((error: unknown) => {
    // By its text, since old Docker versions answer some of these with status 500.
    if (!/is not paused|already paused|is not running|answered 304/.test((error as Error).message)) throw error;
  });
}

/** How far the clock of Docker's host is ahead of this machine's, in milliseconds; 0 if they agree. */
async function clockAhead(api: EngineApi): Promise<number> {
  const before = Date.now();
  const { SystemTime } = (await api.call("GET", "/info")) as { SystemTime: string };
  const after = Date.now();
  const daemon = Date.parse(SystemTime);
  return daemon >= before && daemon <= after ? 0 : daemon - (before + after) / 2;
}

async function allHealthyAt(
  state: Containers["state"],
  names: readonly string[],
  deadlineMs: number,
  signal: AbortSignal,
): Promise<number> {
  const until = Date.now() + deadlineMs;
  let last = 0;
  for (const name of names) last = Math.max(last, await healthyAt(() => state(name), name, until, signal));
  return last;
}

async function healthyAt(inspect: () => Promise<ContainerState>, name: string, until: number, signal: AbortSignal) {
  for (;;) {
    const { State } = await inspect();
    if (State.Health === undefined && State.Running) return Date.parse(State.StartedAt);
    const since = Date.parse(State.StartedAt);
    const good = (State.Health?.Log ?? []).map(({ ExitCode, End }) => ({ ok: ExitCode === 0, end: Date.parse(End) }));
    const first = good.find(({ ok, end }) => ok && end >= since);
    if (State.Health?.Status === "healthy" && first !== undefined) return first.end;
    if (Date.now() > until) throw new Error(`${name} is ${State.Health?.Status ?? "not running"}`);
    await pause(pollMs, undefined, { signal });
  }
}
