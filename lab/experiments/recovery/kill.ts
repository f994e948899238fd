import { outageUnder, readyLoad, type Outage } from "../../instruments/outage.ts";
import type { CommonTools } from "../../tools.ts";

/** What became of a killed process's service. */
export interface Killed extends Outage {
  /** When the entry first answered after its start, by the clock of Docker's host, in milliseconds since 1970. */
  readonly answeredAt: number;
}

/** Tells the PID of a process on Docker's host. */
export type FindPid = () => Promise<number>;

/**
 * Starts the killed deployment anew and kills a process at an age, while the host sends requests. All that takes time is made ready
 * before, so that the age can be short.
 * @param age milliseconds from the entry's first answer to the kill
 */
export async function killAtAge(tools: CommonTools, age: number, findPid: FindPid): Promise<Killed> {
  const { containers, host, signal } = tools;
  await containers.kill();
  const requests = await readyLoad(tools);
  const killing = host.talk("kill-at", signal);
  try {
    await killing.next();
    const { at: answeredAt } = await containers.untilFirstAnswer((starting) => containers.start(starting));
    requests.begin();
    const order = { pid: checked(await findPid()), signal: "KILL", at: answeredAt + age };
    const { at } = await killing.ask<{ readonly at: number }>(order);
    return { ...(await outageUnder(requests, at, signal)), answeredAt };
  } finally {
    await requests.stop();
    await killing.close();
  }
}

/** Kills a process of the running deployment while the host sends requests. */
export async function killNow(tools: Pick<CommonTools, "load" | "host" | "signal">, findPid: FindPid): Promise<Outage> {
  const requests = await readyLoad(tools);
  try {
    requests.begin();
    const pid = checked(await findPid());
    const { at } = await tools.host.ask<{ readonly at: number }>("signal-process", { pid, signal: "KILL" });
    return await outageUnder(requests, at, tools.signal);
  } finally {
    await requests.stop();
  }
}

function checked(pid: number): number {
  if (!(pid > 1)) throw new Error(`the process to kill has PID ${pid}`);
  return pid;
}
