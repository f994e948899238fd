import { setTimeout as pause } from "node:timers/promises";
import type { Experiment, Observations } from "../contract.ts";
import { linesOf, type LogLine } from "../instruments/log-lines.ts";
import { askAsService } from "../instruments/programs.ts";
import { hostVariableOf, peerOf } from "../roles.ts";
import type { CommonTools, Subject } from "../tools.ts";

export const polling: Experiment = {
  name: "polling",
  title: "Polling",
  question: "Does the peer poll the entry every 5 s, and does it get JSON with a host name and a time?",
  method:
    "The peer's own log gives two successive answered polls and the time between them. One request is made with the peer's user and environment, and its answer is searched for the entry's own host name and for the time of the request.",
  excludes: "Polls while the entry is down; the post-deploy tests check three polls in a row.",
  kind: "categorical",
  about: ["entry", "peer"],
  besideOthers: true,
  begins: "resumed",
  figures: {
    interval: { title: "time between two polls", unit: "s", better: "none" },
    seconds: { title: "time between two polls, to the nearest second", unit: "s", counted: true, better: "none" },
    answered: { title: "both polls were answered", unit: "yes-no", better: "yes" },
    answers: { title: "the answer has a host name and a time", unit: "yes-no", better: "yes" },
  },
  run,
  elsewhere: run,
};

async function run({ workload }: Subject, tools: CommonTools): Promise<Observations> {
  const { name, says: { works } = {} } = peerOf(workload);
  const entry = workload.entry;
  const own = await askAsService<{ readonly name: string }>(tools, entry.service, "identity", { port: 0 });
  const order = { variable: hostVariableOf(workload), port: entry.port };
  const { body } = await askAsService<{ readonly body: string }>(tools, name, "ask-entry", order);
  const answers = tells(body, own.name, Date.now());
  if (works === undefined) {
    const reason = `The workload does not say what ${name} logs when it works.`;
    return { values: { answers }, missing: { interval: reason, seconds: reason, answered: reason } };
  }
  const [first, second] = await twoPolls(name, works, tools);
  if (first !== undefined && second !== undefined) {
    const interval = (second.at - first.at) / 1000;
    return { values: { interval, seconds: Math.round(interval), answered: true, answers } };
  }
  const reason = `No two polls got an answer within ${longestMs / 1000} s.`;
  return { values: { answered: false, answers }, missing: { interval: reason, seconds: reason } };
}

const longestMs = 20_000;
/** A peer that was frozen polls as soon as it runs again, which is before this experiment reads its log. */
const justBeforeMs = 1_000;
/** The clocks of Docker's host and of this machine may differ by some seconds. */
const sameTimeMs = 60_000;

/** The first two polls from now on; fewer if they do not come in time. */
async function twoPolls(peer: string, works: string, { control, signal }: CommonTools): Promise<readonly LogLine[]> {
  const begun = Date.now() - justBeforeMs;
  let polls: readonly LogLine[] = [];
  while (polls.length < 2 && Date.now() < begun + longestMs) {
    polls = (await linesOf(control, peer, works)).filter(({ at }) => at > begun).slice(0, 2);
    if (polls.length < 2) await pause(500, undefined, { signal });
  }
  return polls;
}

/** Whether an answer is a JSON object with this host name and a time close to `now` among its fields, whatever their names. */
export function tells(answer: string, hostName: string, now: number): boolean {
  const fields = fieldsOf(answer);
  const isNow = (field: unknown) => typeof field === "string" && Math.abs(Date.parse(field) - now) < sameTimeMs;
  return fields.includes(hostName) && fields.some(isNow);
}

function fieldsOf(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? Object.values(value) : [];
  } catch {
    return [];
  }
}
