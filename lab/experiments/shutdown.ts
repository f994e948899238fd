import { setTimeout as pause } from "node:timers/promises";
import { loadWorkload, ownWorkloads } from "../../services/load.ts";
import type { Experiment, Observations, Subject, Tools } from "../contract.ts";
import { addressesOf } from "./inside/addresses.ts";
import { lostUnderWay, orderOfEnds } from "./shutdown/ends.ts";
import { endsOf, fresh, signalFirst, stopAll, type Signalled } from "./shutdown/trials.ts";

export const shutdown: Experiment = {
  name: "shutdown",
  title: "Shutdown",
  question: "What happens at stop: who is told, in which order, how long does it take, what is lost?",
  method:
    "The engine stops every container, in reverse order and one after another, each with its own grace period, while 100 requests per second arrive at the server's own address, where no port proxy takes them in its place; the services' own logs tell which signal each one got and when. Ends within 0.02 s of each other are together. Then, each time from a fresh start: HUP, INT and KILL to the first process of the server's container, 3 s to see whether the container ends; and a stop 0.3 s after start.",
  excludes: "Requests that take longer than the grace period.",
  kind: "categorical",
  workload: "hello",
  besideOthers: true,
  figures: {
    "stop.seconds": { title: "stopping takes", unit: "s", better: "lower" },
    "stop.exitCode": { title: "exit code of the server's container", unit: "exit-code", better: "lower" },
    "stop.killed": { title: "the engine had to kill", unit: "yes-no", better: "no" },
    "stop.told.server": { title: "the server got its stop signal", unit: "yes-no", better: "yes" },
    "stop.told.client": { title: "the client got its stop signal", unit: "yes-no", better: "yes" },
    "stop.order": { title: "order in which they ended", unit: "text", better: "none" },
    "stop.lost": { title: "requests under way that were lost", unit: "count", better: "lower" },
    "hup.stops": { title: "HUP to the first process ends the container", unit: "yes-no", better: "none" },
    "hup.told": { title: "after HUP the server ended by its own stop signal", unit: "yes-no", better: "none" },
    "int.stops": { title: "INT to the first process ends the container", unit: "yes-no", better: "none" },
    "int.told": { title: "after INT the server ended by its own stop signal", unit: "yes-no", better: "none" },
    "kill.restarted": {
      title: "after KILL of the container the engine starts it again",
      unit: "yes-no",
      better: "none",
    },
    "early.seconds": { title: "a stop right after start takes", unit: "s", better: "lower" },
    "early.exitCode": { title: "its exit code", unit: "exit-code", better: "lower" },
  },
  run,
};

const loadSeconds = 60;
const beforeStopMs = 2_000;
const earlyMs = 300;
/** What the engine's KILL leaves as exit code. */
const killed = 137;

async function run(subject: Subject, tools: Tools): Promise<Observations> {
  const { deployment, project } = subject;
  const { services } = await loadWorkload(deployment.workload, ownWorkloads(project.folder));
  const stopSignal = services.find(({ name }) => name === "server")?.stopSignal ?? "";
  const stopped = await stopUnderLoad(subject, tools);
  const hup = await signalFirst(subject, tools, "HUP");
  const int = await signalFirst(subject, tools, "INT");
  const kill = await signalFirst(subject, tools, "KILL");
  await fresh(tools);
  await pause(earlyMs, undefined, { signal: tools.signal });
  const earlySeconds = await stopAll(tools);
  const early = await serverExitCode(subject, tools);
  const told = (found: Signalled) => found.server.includes(stopSignal);
  return {
    values: {
      ...stopped.values,
      "hup.stops": hup.ended,
      "hup.told": told(hup),
      "int.stops": int.ended,
      "int.told": told(int),
      "kill.restarted": kill.restarted,
      "early.seconds": hundredths(earlySeconds),
      "early.exitCode": early,
    },
    ...(stopped.missing === undefined ? {} : { missing: stopped.missing }),
    details: { ...stopped.details, hup, int, kill },
  };
}

async function stopUnderLoad(subject: Subject, tools: Tools): Promise<Observations> {
  const unit = subject.deployment.services.server?.unit ?? "";
  const since = await fresh(tools);
  await tools.units.untilAnswer();
  await tools.units.untilHealthy();
  const [address = ""] = await addressesOf(tools, unit);
  const { port } = await serverPort(subject);
  const load = await tools.load({ from: "host", target: `${address}:${port}`, rate: 100, seconds: loadSeconds });
  await pause(beforeStopMs, undefined, { signal: tools.signal });
  const seconds = await stopAll(tools);
  const samples = await load.stop();
  const states = await Promise.all(tools.units.names.map((name) => tools.units.state(name)));
  const ends = await toldEnds(subject, tools, since);
  const values = {
    "stop.seconds": hundredths(seconds),
    "stop.exitCode": await serverExitCode(subject, tools),
    "stop.killed": states.some(({ State }) => State.ExitCode === killed),
    "stop.lost": lostUnderWay(samples),
  };
  const outcomes = Object.fromEntries(
    ["ok", "refused", "lost", "timeout", "error"].map((outcome) => [
      outcome,
      samples.filter((sample) => sample.outcome === outcome).length,
    ]),
  );
  return { ...ends, values: { ...values, ...ends.values }, details: { requests: outcomes, ...ends.details } };
}

/** Who was told, and in which order they ended. */
async function toldEnds({ deployment }: Subject, tools: Tools, since: number): Promise<Observations> {
  const names = Object.keys(deployment.services);
  if (deployment.traits.separatesLogs) {
    const found = await Promise.all(
      names.map(async (name) => [name, (await endsOf(tools, name, since)).at(-1)] as const),
    );
    const ends = Object.fromEntries(found);
    const order = orderOfEnds(Object.fromEntries(found.map(([name, end]) => [name, end?.at])));
    return { values: toldValues(ends.server !== undefined, ends.client !== undefined, order), details: { ends } };
  }
  // One log for all: it tells how many were told, and only none and all are an answer about each.
  const lines = await endsOf(tools, names[0] ?? "", since);
  const details = { ends: lines };
  if (lines.length === 0) return { values: toldValues(false, false, orderOfEnds({ server: undefined })), details };
  const reason = "The services' lines are in one log, and nothing in them says whose they are.";
  if (lines.length < names.length) {
    return {
      values: {},
      missing: { "stop.told.server": reason, "stop.told.client": reason, "stop.order": reason },
      details,
    };
  }
  const values = { "stop.told.server": true, "stop.told.client": true };
  return { values, missing: { "stop.order": reason }, details };
}

function toldValues(server: boolean, client: boolean, order: string) {
  return { "stop.told.server": server, "stop.told.client": client, "stop.order": order };
}

async function serverPort({ deployment, project }: Subject): Promise<{ readonly port: number }> {
  return (await loadWorkload(deployment.workload, ownWorkloads(project.folder))).entry;
}

async function serverExitCode({ deployment }: Subject, { units }: Tools): Promise<number> {
  return (await units.state(deployment.services.server?.unit ?? "")).State.ExitCode;
}

function hundredths(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
