import { setTimeout as pause } from "node:timers/promises";
import type { Experiment, Observations } from "../contract.ts";
import { containerOf, entryAddress } from "../deployment.ts";
import { entryOf } from "../roles.ts";
import type { CommonTools, Subject } from "../tools.ts";
import { outcomes, type From } from "../tools/requests.ts";
import { lostUnderWay } from "./shutdown/ends.ts";
import { silence, toldEnds } from "./shutdown/told.ts";
import { fresh, signalPid1, stopAll, type Signalled } from "./shutdown/trials.ts";

export const shutdown: Experiment = {
  name: "shutdown",
  title: "Shutdown",
  question:
    "What happens at a stop: which services get their stop signal, in which order do they end, how long does it take, what is lost?",
  method:
    "The system stops the containers one after another, in reverse order, each with its own grace period. Meanwhile 100 requests per second go to the entry's own address, so that no port proxy accepts them instead; on systems other than Docker, over loopback in the entry's network. The services' own logs tell which signal each one got and when; services that end within 0.02 s of each other end together. Then, each time from a fresh start: SIGHUP, SIGINT and SIGKILL to PID 1 of the entry's container, with 3 s to see whether the container ends; and a stop 0.3 s after the start.",
  excludes: "Requests that take longer than the grace period.",
  kind: "categorical",
  about: ["entry", "peer"],
  besideOthers: false,
  figures: {
    "stop.seconds": { title: "time to stop", unit: "s", better: "lower" },
    "stop.exitCode": { title: "exit code of the entry's container", unit: "exit-code", better: "lower" },
    "stop.killed": { title: "Docker had to send SIGKILL", unit: "yes-no", better: "no" },
    "stop.told.entry": { title: "the entry got its stop signal", unit: "yes-no", better: "yes" },
    "stop.told.peer": { title: "the peer got its stop signal", unit: "yes-no", better: "yes" },
    "stop.order": { title: "order in which the services ended", unit: "text", better: "none" },
    "stop.lost": { title: "requests in progress that were lost", unit: "count", better: "lower" },
    "hup.stops": { title: "SIGHUP to PID 1 ends the container", unit: "yes-no", better: "none" },
    "hup.told": { title: "after SIGHUP to PID 1 the entry got its stop signal", unit: "yes-no", better: "none" },
    "int.stops": { title: "SIGINT to PID 1 ends the container", unit: "yes-no", better: "none" },
    "int.told": { title: "after SIGINT to PID 1 the entry got its stop signal", unit: "yes-no", better: "none" },
    "kill.restarted": {
      title: "Docker restarts the container after SIGKILL to PID 1",
      unit: "yes-no",
      better: "none",
    },
    "early.seconds": { title: "time to stop right after the start", unit: "s", better: "lower" },
    "early.exitCode": {
      title: "exit code of the entry's container, stopped right after the start",
      unit: "exit-code",
      better: "lower",
    },
  },
  async run(subject, tools) {
    const { deployment, workload } = subject;
    const at = async () => {
      const [address = ""] = await tools.containers.addresses(containerOf(deployment, workload.entry.service));
      return { from: "host", target: `${address}:${workload.entry.port}` } as const;
    };
    return trials(subject, tools, at);
  },
  // From inside the entry's network, which the probe holds: some systems take a network away with its last container, and what is sent to an
  // address of it would leave this machine.
  async elsewhere(subject, tools) {
    const { entry } = subject.workload;
    const from = { container: containerOf(subject.deployment, entry.service) };
    const inside = { from, target: `127.0.0.1:${entry.port}` };
    if (!tools.containers.inGuest) return trials(subject, tools, () => Promise.resolve(inside));
    const published = { from: "host", target: entryAddress(subject.deployment) } as const;
    return withoutLost(await trials(subject, tools, () => Promise.resolve(published)));
  },
};

const loadSeconds = 60;
const beforeStopMs = 2_000;
const earlyMs = 300;
/** Exit code after SIGKILL. */
const killed = 137;

/** What passes requests on to a guest accepts them when nothing listens in it. */
function withoutLost({ values, missing, details = {} }: Observations): Observations {
  const others = Object.entries(values).filter(([name]) => name !== "stop.lost");
  const reason = "What passes requests on to the guest accepts them although nothing listens there.";
  return { values: Object.fromEntries(others), missing: { ...missing, "stop.lost": reason }, details };
}

type Where = () => Promise<{ readonly from: From; readonly target: string }>;

/** @param at where requests come from, and go to */
async function trials(subject: Subject, tools: CommonTools, at: Where): Promise<Observations> {
  const { stopSignal, says } = entryOf(subject.workload);
  const stopped = await stopUnderLoad(subject, tools, at);
  const hup = await signalPid1(subject, tools, "HUP");
  const int = await signalPid1(subject, tools, "INT");
  const kill = await signalPid1(subject, tools, "KILL");
  await fresh(tools);
  await pause(earlyMs, undefined, { signal: tools.signal });
  const earlySeconds = await stopAll(tools);
  const early = await entryExitCode(subject, tools);
  const told = (name: string, { signals }: Signalled): Observations =>
    says?.stopped === undefined
      ? { values: {}, missing: { [name]: silence(subject.workload.entry.service) } }
      : { values: { [name]: signals.includes(stopSignal) } };
  const [afterHup, afterInt] = [told("hup.told", hup), told("int.told", int)];
  return {
    values: {
      ...stopped.values,
      "hup.stops": hup.ended,
      ...afterHup.values,
      "int.stops": int.ended,
      ...afterInt.values,
      "kill.restarted": kill.restarted,
      "early.seconds": hundredths(earlySeconds),
      "early.exitCode": early,
    },
    missing: { ...stopped.missing, ...afterHup.missing, ...afterInt.missing },
    details: { ...stopped.details, hup, int, kill },
  };
}

async function stopUnderLoad(subject: Subject, tools: CommonTools, at: Where): Promise<Observations> {
  const since = await fresh(tools);
  await tools.containers.untilAnswer();
  await tools.containers.untilHealthy();
  const load = await tools.load({ ...(await at()), rate: 100, seconds: loadSeconds });
  await pause(beforeStopMs, undefined, { signal: tools.signal });
  const seconds = await stopAll(tools);
  const samples = await load.stop();
  const states = await Promise.all(tools.containers.names.map((name) => tools.containers.state(name)));
  const ends = await toldEnds(subject, tools, since);
  const values = {
    "stop.seconds": hundredths(seconds),
    "stop.exitCode": await entryExitCode(subject, tools),
    "stop.killed": states.some(({ exitCode }) => exitCode === killed),
    "stop.lost": lostUnderWay(samples),
  };
  const counts = outcomes.map((one) => [one, samples.filter(({ outcome }) => outcome === one).length] as const);
  const details = { requests: Object.fromEntries(counts), ...ends.details };
  return { ...ends, values: { ...values, ...ends.values }, details };
}

async function entryExitCode({ deployment, workload }: Subject, { containers }: CommonTools): Promise<number> {
  return (await containers.state(containerOf(deployment, workload.entry.service))).exitCode;
}

function hundredths(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
