import { setTimeout as pause } from "node:timers/promises";
import { containerOf } from "../../deployment.ts";
import { entryOf } from "../../roles.ts";
import type { Subject, Tools } from "../../tools.ts";
import { stoppedLines, type Stopped } from "./ends.ts";

/** Clocks of engine and command are the same only to some precision. */
const clockToleranceMs = 500;
const pollMs = 100;
const endsWithinMs = 3_000;

/** Everything anew. @returns the engine's time just before */
export async function fresh({ containers }: Tools): Promise<number> {
  await containers.kill();
  return containers.start();
}

/** Stops every container by the engine, in reverse order, each with its own grace period. @returns how long it took, in seconds */
export async function stopAll({ api, containers }: Tools): Promise<number> {
  const begun = performance.now();
  for (const name of containers.names.toReversed()) await api.call("POST", `/containers/${name}/stop`);
  return (performance.now() - begun) / 1000;
}

/** What a log says of the ends of services since a time. @param service whose log is read; it may be that of all of them */
export async function endsIn(tools: Tools, service: string, pattern: string, since: number): Promise<Stopped[]> {
  const { output } = await tools.control(service, "logs");
  return stoppedLines(output, pattern, since - clockToleranceMs);
}

/** How a signal to the first process of the entry's container turned out. */
export interface Signalled {
  /** The first process is gone within 3 s. */
  readonly ended: boolean;
  /** Within 3 s the container runs with another first process. */
  readonly restarted: boolean;
  /** Signals that the entry said it ended by; none where the workload does not say what it logs then. */
  readonly signals: readonly string[];
}

/** Sends a signal to the first process of a fresh entry's container. @param signal name without SIG */
export async function signalPid1({ deployment, workload }: Subject, tools: Tools, signal: string): Promise<Signalled> {
  const { name, says } = entryOf(workload);
  const container = containerOf(deployment, name);
  const since = await fresh(tools);
  await tools.containers.untilAnswer();
  const { State: before } = await tools.containers.state(container);
  await tools.host.ask("signal-process", { pid: before.Pid, signal });
  const until = performance.now() + endsWithinMs;
  let ended = false;
  let restarted = false;
  while (performance.now() < until && !restarted) {
    await pause(pollMs, undefined, { signal: tools.signal });
    const { State } = await tools.containers.state(container);
    ended ||= !State.Running || State.Pid !== before.Pid;
    restarted = State.Running && State.Pid !== before.Pid;
    // Whether the engine starts it again is asked only where the container was killed.
    if (ended && signal !== "KILL") break;
  }
  const lines = says?.stopped === undefined ? [] : await endsIn(tools, name, says.stopped, since);
  return { ended, restarted, signals: lines.map(({ signal }) => signal) };
}
