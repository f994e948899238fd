import { setTimeout as pause } from "node:timers/promises";
import type { Experiment, Tools } from "../contract.ts";
import { jsonLines } from "../harness/log-lines.ts";

export const polling: Experiment = {
  name: "polling",
  title: "Polling",
  question: "Does the client poll the server every 5 s, and does it get JSON with a host name and a time?",
  method:
    "Two polls that follow each other are taken from the client's own log, and the time between their beginnings; the client's program for one request is made once more, with its user and surroundings, and the answer parsed.",
  excludes: "Polls while the server is away; the post-deploy tests hold three in a row.",
  kind: "categorical",
  workload: "hello",
  besideOthers: true,
  begins: "resumed",
  figures: {
    interval: { title: "time between two polls", unit: "s", better: "none" },
    answered: { title: "both polls were answered", unit: "yes-no", better: "yes" },
    answers: { title: "the answer has a host name and a time", unit: "yes-no", better: "yes" },
  },
  async run(_, tools) {
    const polls = await twoPolls(tools);
    const [first, second] = polls.map(({ time, latency_ms: took }) => Date.parse(String(time)) - Number(took));
    const answer = await tools.control("client", "exec", "python3", "-c", request);
    return {
      values: {
        interval: ((second ?? 0) - (first ?? 0)) / 1000,
        answered: polls.every(({ ok }) => ok === true),
        answers: tells(answer.output),
      },
    };
  },
};

const request =
  "import os, urllib.request; " +
  "print(urllib.request.urlopen(f\"http://{os.environ['SERVER_HOST']}:{os.environ['SERVER_PORT']}/\", timeout=3).read().decode())";
const longestMs = 20_000;
/** A client that was frozen polls as soon as it runs again, which is before it is looked at. */
const justBeforeMs = 1_000;

/** The first two after now that have numbers in a row: a deployment that was frozen meanwhile has left polls out. */
async function twoPolls({ control, signal }: Tools): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const begun = Date.now() - justBeforeMs;
  while (Date.now() < begun + longestMs) {
    const { output } = await control("client", "logs");
    const polls = jsonLines(output).filter(({ event, time }) => event === "poll" && Date.parse(String(time)) > begun);
    const second = polls.findIndex(({ seq }, index) => index > 0 && Number(seq) === Number(polls[index - 1]?.seq) + 1);
    if (second > 0) return polls.slice(second - 1, second + 1);
    await pause(500, undefined, { signal });
  }
  throw new Error(`the client did not poll twice within ${longestMs / 1000} s`);
}

/** Whether an answer is JSON with a host name and a time. */
export function tells(text: string): boolean {
  const [answer] = jsonLines(text);
  const named = typeof answer?.hostname === "string" && answer.hostname !== "";
  return named && Number.isFinite(Date.parse(String(answer.timestamp)));
}
