import { setTimeout as pause } from "node:timers/promises";
import type { Observations } from "../../contract.ts";
import { containerOf } from "../../deployment.ts";
import { processesOf, type Process } from "../../instruments/processes.ts";
import { systemsRules } from "../../rules/systems.ts";
import type { CommonTools, HostProbe, Subject } from "../../tools.ts";

const { afterSeconds, backSeconds } = systemsRules.measuring;

/** How the keeper ends. */
export type Ended = "stopped" | "killed";
export const ways: readonly Ended[] = ["stopped", "killed"];

/** What its end did. */
export interface Loss {
  readonly survives: boolean;
  /** Undefined if there are no other containers. */
  readonly others: boolean | undefined;
  /** Requests without a good answer until the entry's container was killed. */
  readonly lost: number;
  readonly back: boolean;
  readonly mended: boolean;
}

/** A process of the host, as /proc has it. */
export type Known = Pick<Process, "pid" | "started">;

/** Names without SIG. */
export const signals: Readonly<Record<Ended, string>> = { stopped: "TERM", killed: "KILL" };

interface Trial {
  readonly subject: Subject;
  readonly tools: CommonTools;
  /** Name of the program that keeps a container running. */
  readonly program: string;
  readonly way: Ended;
}

/** Ends the keeper of the entry's container, and deploys again in the end. */
export async function lossOf({ subject, tools, program, way }: Trial): Promise<Loss> {
  const { deployment, workload, project, stack } = subject;
  const { containers, host, load, signal } = tools;
  await containers.renew();
  const own = containerOf(deployment, workload.entry.service);
  const firsts = await firstsOf(tools);
  const first = firsts.get(own);
  if (first === undefined) throw new Error(`${own} has no PID 1 in /proc`);
  const keeper = await host.ask<{ readonly pid: number | null }>("ancestor", { pid: first.pid, program });
  if (keeper.pid === null) throw new Error(`no ancestor of PID 1 of ${own} is ${program}`);
  const requests = await load({ from: "host", rate: 100, seconds: 60 });
  try {
    await host.ask("signal-process", { pid: keeper.pid, signal: signals[way] });
    await pause(afterSeconds.value * 1000, undefined, { signal });
    const survives = await isAlive(host, first);
    const others = await Promise.all([...firsts].filter(([name]) => name !== own).map(([, one]) => isAlive(host, one)));
    const lost = (await requests.stop()).filter(({ outcome }) => outcome !== "ok").length;
    const back = await comesBack(tools, first, survives);
    await project.destroy(stack, signal);
    await project.up(stack, signal);
    const mended = await containers.untilAnswer().then(Boolean, () => false);
    return { survives, others: others.length === 0 ? undefined : others.every(Boolean), lost, back, mended };
  } finally {
    await requests.stop();
  }
}

/** PID 1 of each container. */
async function firstsOf(tools: CommonTools): Promise<ReadonlyMap<string, Known>> {
  const found = await processesOf(tools);
  const all = await Promise.all(
    [...found].map(async ([name, processes]) => {
      const { pid } = await tools.containers.state(name);
      return [name, processes.find((one) => one.pid === pid)] as const;
    }),
  );
  return new Map(all.filter((entry): entry is [string, Process] => entry[1] !== undefined));
}

async function comesBack({ containers, host }: CommonTools, first: Known, runs: boolean): Promise<boolean> {
  if (runs) await host.ask("signal-process", { pid: first.pid, signal: "KILL" });
  while (await isAlive(host, first)) await pause(20);
  return containers.untilAnswer(backSeconds.value * 1000).then(Boolean, () => false);
}

/** Whether a process still runs. */
export async function isAlive(host: HostProbe, { pid, started }: Known): Promise<boolean> {
  return (await host.ask<{ readonly alive: boolean }>("alive", { pid, started })).alive;
}

const noDaemon = "live-restore is a setting of Docker's daemon.";
const alone = "The deployment has one container.";

/** @param losses by the prefix of their figures, such as `live.killed` */
export function observed(losses: Readonly<Record<string, Loss>>, figures: readonly string[]): Observations {
  const values = Object.fromEntries(
    Object.entries(losses).flatMap(([prefix, loss]) =>
      Object.entries(loss).flatMap(([name, value]) =>
        value === undefined ? [] : [[`${prefix}.${name}`, value] as const],
      ),
    ),
  );
  const rest = figures.filter((name) => !(name in values));
  return {
    values,
    missing: Object.fromEntries(rest.map((name) => [name, name.startsWith("live.") ? noDaemon : alone])),
  };
}
