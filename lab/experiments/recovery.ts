import { setTimeout as pause } from "node:timers/promises";
import type { Service } from "../../services/contract.ts";
import type { Experiment, Observations } from "../contract.ts";
import { containerOf } from "../deployment.ts";
import { linesOf } from "../instruments/log-lines.ts";
import { longestOutageMs, underLoad, type Outage } from "../instruments/outage.ts";
import { peerOf } from "../roles.ts";
import type { Tools } from "../tools.ts";

export const recovery: Experiment = {
  name: "recovery",
  title: "Recovery",
  question: "A process is killed: for how long does nothing answer, and which requests are lost?",
  method:
    "While the host sends 100 requests per second, SIGKILL goes to the main process of a service, to PID 1 of its container, or to the container (docker kill). Outage: from the kill to the first good answer after which no request fails for 1 s, at most 15 s.",
  excludes: "Failing hosts. Repeated failures, after which supervisors and Docker wait longer before they restart.",
  kind: "steady",
  about: ["entry", "peer"],
  besideOthers: false,
  figures: {
    "entry.outage": { title: "entry killed: no answer for", unit: "ms", better: "lower" },
    "entry.lost": { title: "entry killed: requests lost", unit: "count", better: "lower" },
    "entry.back": { title: "entry killed: it comes back", unit: "yes-no", better: "yes" },
    "peer.back": { title: "peer killed: it works again", unit: "yes-no", better: "yes" },
    "peer.outage": { title: "peer killed: it works again after", unit: "ms", better: "lower" },
    "peer.lost": { title: "peer killed: requests to the entry that were lost", unit: "count", better: "lower" },
    "first.outage": {
      title: "PID 1 of the entry's container killed: no answer for",
      unit: "ms",
      better: "lower",
    },
    "first.lost": { title: "PID 1 of the entry's container killed: requests lost", unit: "count", better: "lower" },
    "first.back": {
      title: "PID 1 of the entry's container killed: the entry comes back",
      unit: "yes-no",
      better: "yes",
    },
    "container.back": {
      title: "docker kill of the entry's container: the container comes back",
      unit: "yes-no",
      better: "none",
    },
  },
  async run({ deployment, workload }, tools) {
    const { containers, control } = tools;
    const { service } = workload.entry;
    const container = containerOf(deployment, service);
    const peer = peerOf(workload);
    const pidOf = async (name: string) => Number((await control(name, "pid")).output.trim());
    const entry = await underLoad(tools, async () => killProcess(tools, await pidOf(service)));
    if (entry.outageMs === undefined) await containers.renew();
    const killed = await underLoad(tools, async () => killProcess(tools, await pidOf(peer.name)));
    const worked = await worksAgain(tools, peer, killed.at);
    // From a fresh start: Docker waits longer before it restarts a container that has just failed.
    if ((await containers.state(container)).RestartCount > 0) {
      await containers.kill();
      await containers.start();
      await containers.untilAnswer();
    }
    const first = await underLoad(tools, async () => killProcess(tools, (await containers.state(container)).State.Pid));
    await containers.resume();
    await tools.docker.run(["kill", container], { signal: tools.signal });
    await pause(daemonNoticesMs, undefined, { signal: tools.signal });
    const back = (await containers.state(container)).State.Running;
    return {
      values: {
        ...fate("entry", entry),
        "peer.lost": killed.lost,
        ...worked.values,
        ...fate("first", first),
        "container.back": back,
      },
      missing: {
        ...never("entry.outage", entry.outageMs),
        ...worked.missing,
        ...never("first.outage", first.outageMs),
      },
    };
  },
};

const daemonNoticesMs = 1_000;

function fate(name: string, { lost, outageMs }: Outage): Record<string, number | boolean> {
  const outage = outageMs === undefined ? {} : { [`${name}.outage`]: outageMs };
  return { [`${name}.lost`]: lost, [`${name}.back`]: outageMs !== undefined, ...outage };
}

function never(figure: string, time: number | undefined): Record<string, string> {
  return time === undefined ? { [figure]: `it did not come back within ${longestOutageMs / 1000} s` } : {};
}

async function killProcess({ host }: Tools, pid: number): Promise<number> {
  if (!(pid > 1)) throw new Error(`the process to kill has PID ${pid}`);
  return (await host.ask<{ readonly at: number }>("signal-process", { pid, signal: "KILL" })).at;
}

/** Whether and when a peer works again, by its first log line after `after` that says so; times in milliseconds. */
async function worksAgain(
  tools: Tools,
  peer: Service,
  after: number,
): Promise<Required<Omit<Observations, "details">>> {
  const { name, says: { works } = {} } = peer;
  if (works === undefined) {
    const reason = `The workload does not say what ${name} logs when it works.`;
    return { values: {}, missing: { "peer.back": reason, "peer.outage": reason } };
  }
  for (const until = Date.now() + longestOutageMs; Date.now() < until;) {
    const again = (await linesOf(tools.control, name, works)).find(({ at }) => at > after);
    if (again !== undefined) return { values: { "peer.back": true, "peer.outage": again.at - after }, missing: {} };
    await pause(250, undefined, { signal: tools.signal });
  }
  return { values: { "peer.back": false }, missing: never("peer.outage", undefined) };
}
