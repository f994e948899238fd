import { setTimeout as pause } from "node:timers/promises";
import type { EngineApi } from "../../docker/engine-api.ts";
import { containersOf, entryAddress, type Deployment } from "../deployment.ts";
import type { HostProbe } from "../tools.ts";
import type { Containers, ContainerState } from "../tools/containers.ts";
import { dockersAddresses } from "./docker-addresses.ts";
import { containersBy, pollMs } from "./drive.ts";
import { untilFirstAnswer } from "./first-answer.ts";

/** As the Engine API returns it. */
interface Inspected {
  readonly Id: string;
  readonly State: {
    readonly Running: boolean;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly Health?: {
      readonly Status: string;
      readonly FailingStreak: number;
      readonly Log: readonly { readonly ExitCode: number; readonly End: string }[] | null;
    };
  };
}

/** Programs that Docker runs on the host for each container, or for each published port. */
export const dockersHelpers: readonly string[] = ["containerd-shim", "docker-proxy"];

/** Creates the tool for a deployment's containers in Docker. @param names of its containers, in the order in which they are started */
export function containerToolsFor(
  api: EngineApi,
  host: HostProbe,
  deployment: Pick<Deployment, "containers" | "entry">,
  signal: AbortSignal,
  names = containersOf(deployment),
): Containers {
  const address = entryAddress(deployment);
  const drive = {
    helpers: dockersHelpers,
    inGuest: false,
    state: (name: string) => dockersState(api, name),
    addresses: (name: string) => dockersAddresses(api, name),
    start: (name: string) => post(api, name, "start"),
    async stop(name: string) {
      await api.call("POST", `/containers/${name}/stop`);
    },
    kill: (name: string) => post(api, name, "kill"),
    freeze: (name: string) => post(api, name, "pause"),
    thaw: (name: string) => post(api, name, "unpause"),
    healthyAt: (name: string, until: number) => healthyAt(() => inspect(api, name), name, until, signal),
    clockAhead: () => clockAhead(api),
    untilFirstAnswer: <T>(start: Parameters<typeof untilFirstAnswer<T>>[1]) =>
      untilFirstAnswer({ api, host, address, containers: names }, start, signal),
  };
  return containersBy({ drive, host, address, names }, signal);
}

async function inspect(api: EngineApi, name: string): Promise<Inspected> {
  return (await api.call("GET", `/containers/${name}/json`)) as Inspected;
}

/** State of a container in Docker. */
export async function dockersState(api: EngineApi, name: string): Promise<ContainerState> {
  const { Id, State } = await inspect(api, name);
  return { id: Id, running: State.Running, pid: State.Pid, exitCode: State.ExitCode, failing: failing(State.Health) };
}

/** Whether the last health check failed. Docker also reports a frozen container as unhealthy, until its next check. */
function failing(health: Inspected["State"]["Health"]): boolean {
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

async function healthyAt(inspecting: () => Promise<Inspected>, name: string, until: number, signal: AbortSignal) {
  for (;;) {
    const { State } = await inspecting();
    if (State.Health === undefined && State.Running) return Date.parse(State.StartedAt);
    const since = Date.parse(State.StartedAt);
    const good = (State.Health?.Log ?? []).map(({ ExitCode, End }) => ({ ok: ExitCode === 0, end: Date.parse(End) }));
    const first = good.find(({ ok, end }) => ok && end >= since);
    if (State.Health?.Status === "healthy" && first !== undefined) return first.end;
    if (Date.now() > until) throw new Error(`${name} is ${State.Health?.Status ?? "not running"}`);
    await pause(pollMs, undefined, { signal });
  }
}
