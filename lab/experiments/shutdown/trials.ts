import { setTimeout as pause } from "node:timers/promises";
import { containerOf } from "../../deployment.ts";
import { entryOf } from "../../roles.ts";
import type { CommonTools, Subject } from "../../tools.ts";
import { stoppedLines, type Stopped } from "./ends.ts";

/** The clocks of Docker's host and of this machine differ by up to this. */
const clockToleranceMs = 500;
const pollMs = 100;
const endsWithinMs = 3_000;

/** Kills and starts all containers. @returns time just before the start, by the clock of Docker's host, in milliseconds since 1970 */
export async function fresh({ containers }: CommonTools): Promise<number> {
  await containers.kill();
  return containers.start();
}

/** Stops the containers, in reverse order, each with its own grace period. @returns time taken, in seconds */
export async function stopAll({ containers }: CommonTools): Promise<number> {
  const begun = performance.now();
  for (const name of containers.names.toReversed()) await containers.stop(name);
  return (performance.now() - begun) / 1000;
}

/** Stop signals in a service's log since a time. @param service its log may be that of all services */
export async function endsIn(tools: CommonTools, service: string, pattern: string, since: number): Promise<Stopped[]> {
  const { output } = await tools.control(service, "logs");
  return stoppedLines(output, pattern, since - clockToleranceMs);
}

/** Effect of a signal to PID 1 of the entry's container. */
export interface Signalled {
  /** PID 1 has ended within 3 s. */
  readonly ended: boolean;
  /** The container runs again within 3 s. */
  readonly restarted: boolean;
  /** Stop signals in the entry's log; empty if the workload does not say what the entry logs at a stop. */
  readonly signals: readonly string[];
}

/** Restarts the deployment and sends a signal to PID 1 of the entry's container. @param signal name without SIG */
export async function signalPid1(
  { deployment, workload }: Subject,
  tools: CommonTools,
  signal: string,
): Promise<Signalled> {
  const { name, says } = entryOf(workload);
  const container = containerOf(deployment, name);
  const since = await fresh(tools);
  await tools.containers.untilAnswer();
  const before = await tools.containers.state(container);
  await tools.host.ask("signal-process", { pid: before.pid, signal });
  const until = performance.now() + endsWithinMs;
  let ended = false;
  let restarted = false;
  while (performance.now() < until && !restarted) {
    await pause(pollMs, undefined, { signal: tools.signal });
    const now = await tools.containers.state(container);
    ended ||= !now.running || now.pid !== before.pid;
    restarted = now.running && now.pid !== before.pid;
    // Only after SIGKILL it matters whether the system restarts the container.
    if (ended && signal !== "KILL") break;
  }
  const lines = says?.stopped === undefined ? [] : await endsIn(tools, name, says.stopped, since);
  return { ended, restarted, signals: lines.map(({ signal }) => signal) };
}
