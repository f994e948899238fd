import { setTimeout as pause } from "node:timers/promises";
import type { Service } from "../../services/contract.ts";
import type { Experiment, Observations } from "../contract.ts";
import { containerOf } from "../deployment.ts";
import { linesOf } from "../instruments/log-lines.ts";
import { longestOutageMs, type Outage } from "../instruments/outage.ts";
import { entryOf, peerOf } from "../roles.ts";
import type { CommonTools, Subject } from "../tools.ts";
import { ageOf } from "./recovery/age.ts";
import { killAtAge, killNow, type Killed } from "./recovery/kill.ts";

export const recovery: Experiment = {
  name: "recovery",
  title: "Recovery",
  question: "A process is killed: for how long does nothing answer, and which requests are lost?",
  method:
    "While the host sends 500 requests per second to the published port, SIGKILL goes to the main process of a service, to PID 1 of its container, or to the container (docker kill). Outage: from the kill to the first good answer after which no request fails for 1 s, at most 10 s; it is known to 2 ms. Lost: requests without a good answer, of 100 per second. " +
    "The entry and PID 1 are killed 0.3 to 4 s after the first answer of a fresh start: at a random age, which is the same for all approaches in a round, and recorded. " +
    "Who asks a container that is being restarted makes the kernel look for a neighbour that is not there, once a second: requests to a restarted container can wait for up to a second after it listens, and that counts, as it does for users.",
  excludes: "Failing hosts. Repeated failures, after which supervisors and Docker wait longer before they restart.",
  kind: "steady",
  about: ["entry", "peer"],
  besideOthers: false,
  begins: "as left",
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
  run: (subject, tools) =>
    killed(subject, tools, (container) => tools.docker.run(["kill", container], { signal: tools.signal })),
  elsewhere: (subject, tools) => killed(subject, tools, (container) => tools.controlContainer(container, "kill")),
};

/** @param killContainer as the system's own command does it */
async function killed(
  subject: Subject,
  tools: CommonTools,
  killContainer: (container: string) => Promise<unknown>,
): Promise<Observations> {
  const { deployment, workload } = subject;
  const { containers, control } = tools;
  const entry = entryOf(workload);
  const container = containerOf(deployment, entry.name);
  const peer = peerOf(workload);
  const age = ageOf(tools.turn);
  const pidOf = (name: string) => async () => Number((await control(name, "pid")).output.trim());
  const main = await killAtAge(tools, age, pidOf(entry.name));
  const listening = await listeningAfter(tools, entry, main.at);
  if (main.outageMs === undefined) await containers.renew();
  const peerKilled = await killNow(tools, pidOf(peer.name));
  const worked = await worksAgain(tools, peer, peerKilled.at);
  // From a fresh start too: a system may wait longer before it restarts a container that has just failed.
  const pid1 = await killAtAge(tools, age, async () => (await containers.state(container)).pid);
  await containers.resume();
  await killContainer(container);
  await pause(daemonNoticesMs, undefined, { signal: tools.signal });
  const back = (await containers.state(container)).running;
  return {
    values: {
      ...fate("entry", main),
      "peer.lost": peerKilled.lost,
      ...worked.values,
      ...fate("first", pid1),
      "container.back": back,
    },
    missing: {
      ...never("entry.outage", main.outageMs),
      ...worked.missing,
      ...never("first.outage", pid1.outageMs),
    },
    details: {
      ages: { drawn: Math.round(age), entry: ageIn(main), first: ageIn(pid1) },
      ...(listening === undefined ? {} : { entryListensAfter: listening }),
    },
  };
}

const daemonNoticesMs = 1_000;

/** Age at which the process was killed, in milliseconds since the entry's first answer. */
function ageIn({ at, answeredAt }: Killed): number {
  return Math.round(at - answeredAt);
}

/** Milliseconds from a kill until the entry logged that it had started again; undefined if it did not, or logs no such thing. */
async function listeningAfter({ control }: CommonTools, { name, says }: Service, killedAt: number) {
  if (says?.started === undefined) return undefined;
  const again = (await linesOf(control, name, says.started)).find(({ at }) => at > killedAt);
  return again === undefined ? undefined : Math.round(again.at - killedAt);
}

function fate(name: string, { lost, outageMs }: Outage): Record<string, number | boolean> {
  const outage = outageMs === undefined ? {} : { [`${name}.outage`]: outageMs };
  return { [`${name}.lost`]: lost, [`${name}.back`]: outageMs !== undefined, ...outage };
}

function never(figure: string, time: number | undefined): Record<string, string> {
  return time === undefined ? { [figure]: `it did not come back within ${longestOutageMs / 1000} s` } : {};
}

/** Whether and when a peer works again, by its first log line after `after` that says so; times in milliseconds. */
async function worksAgain(
  tools: CommonTools,
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
