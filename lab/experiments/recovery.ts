import { setTimeout as pause } from "node:timers/promises";
import type { Experiment, Tools } from "../contract.ts";
import { jsonLines } from "../harness/log-lines.ts";
import { longestOutageMs, underLoad, type Outage } from "../harness/outage.ts";

export const recovery: Experiment = {
  name: "recovery",
  title: "Recovery",
  question: "A process dies at once: until when does nothing answer, and what is lost meanwhile?",
  method:
    "While 100 requests per second arrive from the host, the main process of a service, the first process of its container, or the container (docker kill) is killed with KILL. Outage: from the kill to the first good answer after which 1 s passes without a failure, at most 15 s.",
  excludes: "Hosts that fail. Repeated failures, after which supervisors and engine wait longer.",
  kind: "steady",
  workload: "hello",
  besideOthers: false,
  figures: {
    "server.outage": { title: "server killed: no answer for", unit: "ms", better: "lower" },
    "server.lost": { title: "server killed: requests lost", unit: "count", better: "lower" },
    "server.back": { title: "server killed: it comes back", unit: "yes-no", better: "yes" },
    "client.back": { title: "client killed: it polls again", unit: "yes-no", better: "yes" },
    "client.outage": { title: "client killed: it polls again after", unit: "ms", better: "lower" },
    "client.lost": { title: "client killed: requests to the server lost", unit: "count", better: "lower" },
    "first.outage": {
      title: "first process of the server's container killed: no answer for",
      unit: "ms",
      better: "lower",
    },
    "first.lost": { title: "first process killed: requests lost", unit: "count", better: "lower" },
    "first.back": { title: "first process killed: it comes back", unit: "yes-no", better: "yes" },
    "container.back": { title: "docker kill of the server's container: it comes back", unit: "yes-no", better: "none" },
  },
  async run({ deployment }, tools) {
    const { units, control } = tools;
    const unit = deployment.services.server?.unit;
    if (unit === undefined) throw new Error("the workload has no server");
    const pidOf = async (service: string) => Number((await control(service, "pid")).output.trim());
    const server = await underLoad(tools, async () => killProcess(tools, await pidOf("server")));
    if (server.outageMs === undefined) await units.renew();
    const client = await underLoad(tools, async () => killProcess(tools, await pidOf("client")));
    const polled = await pollsAgain(tools, client.at);
    // From a fresh start: the engine waits longer before it starts again what has failed a moment ago.
    if ((await units.state(unit)).RestartCount > 0) {
      await units.kill();
      await units.start();
      await units.untilAnswer();
    }
    const first = await underLoad(tools, async () => killProcess(tools, (await units.state(unit)).State.Pid));
    await units.resume();
    await tools.docker.run(["kill", unit], { signal: tools.signal });
    await pause(engineNoticesMs, undefined, { signal: tools.signal });
    const container = (await units.state(unit)).State.Running;
    return {
      values: {
        ...fate("server", server),
        "client.back": polled !== undefined,
        "client.lost": client.lost,
        ...(polled === undefined ? {} : { "client.outage": polled - client.at }),
        ...fate("first", first),
        "container.back": container,
      },
      missing: {
        ...never("server.outage", server.outageMs),
        ...never("client.outage", polled),
        ...never("first.outage", first.outageMs),
      },
    };
  },
};

const engineNoticesMs = 1_000;

function fate(name: string, { lost, outageMs }: Outage): Record<string, number | boolean> {
  const outage = outageMs === undefined ? {} : { [`${name}.outage`]: outageMs };
  return { [`${name}.lost`]: lost, [`${name}.back`]: outageMs !== undefined, ...outage };
}

function never(figure: string, time: number | undefined): Record<string, string> {
  return time === undefined ? { [figure]: `it did not come back within ${longestOutageMs / 1000} s` } : {};
}

async function killProcess({ host }: Tools, pid: number): Promise<number> {
  if (!(pid > 1)) throw new Error(`the process to kill has the id ${pid}`);
  return (await host.ask<{ readonly at: number }>("signal-process", { pid, signal: "KILL" })).at;
}

/** @returns when the client's first poll after a time ended, in milliseconds since 1970; undefined where there is none */
async function pollsAgain({ control, signal }: Tools, after: number): Promise<number | undefined> {
  for (const until = Date.now() + longestOutageMs; Date.now() < until;) {
    const { output } = await control("client", "logs");
    const polls = jsonLines(output).filter(({ event }) => event === "poll");
    const times = polls.map(({ time }) => Date.parse(String(time))).filter((time) => time > after);
    if (times.length > 0) return Math.min(...times);
    await pause(250, undefined, { signal });
  }
  return undefined;
}
