import { setTimeout as pause } from "node:timers/promises";
import type { Experiment, Observations, Value } from "../contract.ts";
import { entryAddress } from "../deployment.ts";
import { without } from "../instruments/missing.ts";
import { notesOf } from "../instruments/notes.ts";
import { ordersOf } from "../instruments/orders.ts";
import { doerBesideEntry } from "../roles.ts";
import { rules } from "../rules/rules.ts";
import type { CommonTools, Subject } from "../tools.ts";
import { impactIn } from "./blast/impact.ts";
import { restartsIn } from "./crashloop/restarts.ts";

const crashSeconds = rules.faults.crashSeconds.value;
const givesUpSeconds = rules.faults.givesUpSeconds.value;
const rate = 200;
const pollMs = 500;
/** An order is obeyed up to this time after it was given. */
const takenMs = 150;

export const crashloop: Experiment = {
  name: "crashloop",
  title: "Crash loop",
  question:
    "A service crashes at every start: how often is it started, does its supervisor give up, and what do the others feel?",
  method: `A service beside the entry is told to end with exit code 1, and to do so again right after each start for ${crashSeconds} s. It notes each start in its volume. Meanwhile the host sends ${rate} requests per second to the published port of the entry. Given up: it has not been started again ${givesUpSeconds} s after it would have stayed up. The last pause is the longest time from one start to the next within the ${crashSeconds} s.`,
  excludes: `Supervisors that give up later than after ${crashSeconds} s; what a health check would say.`,
  kind: "categorical",
  about: ["misbehaves"],
  besideOthers: false,
  long: true,
  figures: {
    restarts: {
      title: `starts of a service that crashes at every start, in ${crashSeconds} s`,
      unit: "count",
      better: "none",
    },
    pause: { title: "longest pause from one start to the next", unit: "s", better: "none" },
    gaveUp: { title: "it is not started again after that", unit: "yes-no", better: "no" },
    lost: { title: "requests to the entry that failed meanwhile", unit: "percent", better: "lower" },
    p50: { title: "p50 of the entry's good answers meanwhile", unit: "ms", better: "lower" },
  },
  run,
  elsewhere: run,
};

async function run(subject: Subject, tools: CommonTools): Promise<Observations> {
  const crashing = doerBesideEntry(subject.workload, ["crash"]);
  if (crashing === undefined) return nothing("No service beside the entry crashes on order.");
  const load = await tools.load({ from: "host", target: entryAddress(subject.deployment), rate, seconds: 60 });
  try {
    const orders = ordersOf(subject.workload, tools.control);
    const { at } = await orders.give(crashing.name, { do: "crash", seconds: crashSeconds });
    await pause(crashSeconds * 1000, undefined, { signal: tools.signal });
    const back = await comesBack(subject, tools, crashing.name, at);
    const felt = impactIn(await load.stop(), at, crashSeconds);
    if (felt?.p50 === undefined) throw new Error("no request got an answer meanwhile");
    // Its container may stay down.
    if (!back) await tools.containers.renew();
    const notes = await notesOf(subject.workload, crashing.name, tools.control);
    const { starts, longestPause } = restartsIn(notes, at, crashSeconds);
    const values: Record<string, Value> = { restarts: starts.length, gaveUp: !back, lost: felt.failed, p50: felt.p50 };
    const missing: Record<string, string> = {};
    if (longestPause === undefined) missing.pause = "It was not started again.";
    else values.pause = longestPause;
    return { values, missing, details: { starts, outcomes: felt.outcomes } };
  } finally {
    await load.stop();
  }
}

/** Waits until the service has been started once more after it no longer crashes. @param ordered when the order was given */
async function comesBack(subject: Subject, tools: CommonTools, service: string, ordered: number): Promise<boolean> {
  const until = performance.now() + givesUpSeconds * 1000;
  while (performance.now() < until) {
    const notes = await notesOf(subject.workload, service, tools.control).catch(() => []);
    tools.signal.throwIfAborted();
    if (notes.some(({ word, at }) => word === "start" && at >= ordered + crashSeconds * 1000 + takenMs)) return true;
    await pause(pollMs, undefined, { signal: tools.signal });
  }
  return false;
}

function nothing(reason: string): Observations {
  return { values: {}, missing: without(Object.keys(crashloop.figures), reason) };
}
