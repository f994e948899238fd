import { setTimeout as pause } from "node:timers/promises";
import { hostAndPort } from "../addresses.ts";
import type { HostProbe } from "../tools.ts";
import type { Containers, ContainerState } from "../tools/containers.ts";

/** What a system does with one container. An action that is already done, or impossible in this state, is no failure. */
export interface Drive extends Pick<Containers, "helpers" | "inGuest" | "untilFirstAnswer"> {
  state(name: string): Promise<ContainerState>;
  /** Of one that runs, or of the one whose network it is on. */
  addresses(name: string): Promise<readonly string[]>;
  start(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  kill(name: string): Promise<void>;
  /** @throws Error if the system cannot */
  freeze(name: string): Promise<void>;
  thaw(name: string): Promise<void>;
  /**
   * Waits until its health check succeeds; until it runs, if it has none.
   * @param until as `Date.now()`
   * @returns when that was, by the clock of the system's host, in milliseconds since 1970
   */
  healthyAt(name: string, until: number): Promise<number>;
  /** How far the clock of the system's host is ahead of this machine's, in milliseconds. */
  clockAhead(): Promise<number>;
}

const defaultDeadlineMs = 60_000;
const answersWithinMs = 10_000;
export const pollMs = 25;

/** Nothing is to be done before a container starts. */
const alone = () => Promise.resolve();

/** What the tool is made from. */
interface Parts {
  readonly drive: Drive;
  readonly host: HostProbe;
  /** `host:port` of the entry. */
  readonly address: string;
  /** In the order in which they are started. */
  readonly names: readonly string[];
}

/** Creates the tool for a deployment's containers. */
export function containersBy({ drive, host, address, names }: Parts, signal: AbortSignal): Containers {
  const each = (action: (name: string) => Promise<void>) => Promise.all(names.map(action));
  const containers: Containers = {
    names,
    helpers: drive.helpers,
    inGuest: drive.inGuest,
    state: (name) => drive.state(name),
    addresses: (name) => drive.addresses(name),
    clockAhead: () => drive.clockAhead(),
    async kill() {
      await each((name) => drive.thaw(name));
      await each((name) => drive.kill(name));
      for (const name of names) while ((await drive.state(name)).running) await pause(pollMs, undefined, { signal });
    },
    stop: (name) => drive.stop(name),
    async start(starting = alone) {
      const ahead = await drive.clockAhead();
      let before: number | undefined;
      for (const name of names) {
        await starting(name);
        before ??= Date.now() + ahead;
        await drive.start(name);
      }
      return before ?? Date.now() + ahead;
    },
    untilFirstAnswer: (start) => drive.untilFirstAnswer(start),
    async untilAnswer(deadlineMs = defaultDeadlineMs) {
      const seconds = deadlineMs / 1000;
      const order = { ...hostAndPort(address), seconds };
      const { at } = await host.ask<{ at: number | null }>("await-answer", order);
      if (at === null) throw new Error(`nothing answered at ${address} within ${seconds} s`);
      return at;
    },
    async untilHealthy(deadlineMs = defaultDeadlineMs, which = names) {
      const until = Date.now() + deadlineMs;
      let last = 0;
      for (const name of which) last = Math.max(last, await drive.healthyAt(name, until));
      return last;
    },
    async renew() {
      await containers.kill();
      await containers.start();
      await containers.untilAnswer();
      await containers.untilHealthy();
    },
    async resume() {
      await each((name) => drive.thaw(name));
      const states = await Promise.all(names.map((name) => drive.state(name)));
      const sound = states.every(({ running, failing }) => running && !failing);
      const answers = sound && (await containers.untilAnswer(answersWithinMs).then(Boolean, () => false));
      signal.throwIfAborted();
      if (!answers) await containers.renew();
    },
    async freeze() {
      await each((name) => drive.freeze(name));
    },
  };
  return containers;
}
