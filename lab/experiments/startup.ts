import type { Experiment, Observations } from "../contract.ts";
import { startsOf } from "../instruments/engine-events.ts";
import { linesOf } from "../instruments/log-lines.ts";
import { without } from "../instruments/missing.ts";
import { entryOf } from "../roles.ts";
import type { CommonTools, Control, Subject, Tools } from "../tools.ts";
import type { FirstAnswer } from "../tools/containers.ts";

const lateAsking =
  "Asking began only when all containers had been started and a probe was up, so it is the time of the slowest start, not of the first answer.";

export const startup: Experiment = {
  name: "startup",
  title: "Start",
  question: "How long does it take from creating the containers to the first good answer?",
  method:
    "A probe on the host asks for the entry at its published port every 2 ms, from before the first container starts. Containers with the same settings are created and then started through the Engine API, in order and without waiting between them. " +
    "The entry's own line in its log says when it began to listen. All times are by one clock, that of Docker's host: Docker's timestamp of the first create, the probe's, and the log's; the cell fails if that clock is set meanwhile. Restart: the containers are killed, and the probe asks from before they are started again. " +
    "Asking begins when the network interface of the published container is up, before any process of it runs: earlier requests would make the kernel wait up to a second for a neighbour that is not there yet.",
  excludes:
    "Building images; Pulumi's own time; reading from disk, since files are in the page cache. The experiment cold starts with a cold image store.",
  kind: "timing",
  about: ["entry"],
  besideOthers: false,
  begins: "as left",
  figures: {
    "first.answer": { title: "time from create to first answer", unit: "ms", better: "lower" },
    "first.listening": { title: "time from create until the entry listens, by its log", unit: "ms", better: "lower" },
    "create.healthy": { title: "time from create to all healthy", unit: "ms", better: "lower" },
    "again.answer": { title: "time from start of killed containers to first answer", unit: "ms", better: "lower" },
    "create.answer": { title: "time from create to an answer", unit: "ms", better: "lower", withdrawn: lateAsking },
    "restart.answer": {
      title: "time from start of killed containers to an answer",
      unit: "ms",
      better: "lower",
      withdrawn: lateAsking,
    },
  },
  async run(subject, tools) {
    await tools.containers.kill();
    const created = await create(subject, tools);
    const again = await startAgain(subject, tools);
    return {
      values: { ...created.values, ...again.values },
      missing: { ...created.missing },
      details: { ...created.details, ...again.details },
    };
  },
  async elsewhere(subject, tools) {
    await tools.containers.kill();
    const { at, started: since, asked, driftMs } = await asWatched(tools);
    const listening = await listeningAt(subject, tools.control, since);
    const again = { asked, driftMs, listening: listening === undefined ? null : listening - since };
    return { values: { "again.answer": at - since }, missing: without(fromCreate, notCreated), details: { again } };
  },
};

const fromCreate = ["first.answer", "first.listening", "create.healthy"];
const notCreated = "The verbs start containers that are there, and create none: the time from create is not to be had.";

function asWatched({ containers }: CommonTools) {
  return containers.untilFirstAnswer((starting) => containers.start(starting));
}

const suffix = "-new";

async function create(subject: Subject, tools: Tools): Promise<Observations> {
  const { containers, clone, controlOfClone } = tools;
  const clones = await clone({ suffix, publish: true });
  try {
    const { at, ...asking } = await containers.untilFirstAnswer((starting) => clones.start(starting));
    const since = clones.createdAt;
    const healthy = await containers.untilHealthy(undefined, clones.names);
    const listening = await listeningAt(subject, controlOfClone(suffix), since);
    const starts = await startsOf(tools, clones.names, { since, until: at + afterwardsMs });
    const heard = listening === undefined ? undefined : listening - since;
    return {
      values: {
        "first.answer": at - since,
        "create.healthy": healthy - since,
        ...(heard === undefined ? {} : { "first.listening": heard }),
      },
      missing: heard === undefined ? { "first.listening": silent(subject) } : {},
      details: { first: detailsOf(asking, starts, since) },
    };
  } finally {
    await clones.remove();
  }
}

async function startAgain(subject: Subject, tools: Tools): Promise<Observations> {
  const { containers, control } = tools;
  const { at, started: since, ...asking } = await asWatched(tools);
  const listening = await listeningAt(subject, control, since);
  const starts = await startsOf(tools, containers.names, { since, until: at + afterwardsMs });
  const again = { ...detailsOf(asking, starts, since), listening: listening === undefined ? null : listening - since };
  return { values: { "again.answer": at - since }, details: { again } };
}

/** Docker reports a start a little after it. */
const afterwardsMs = 100;

function detailsOf(
  { asked, driftMs }: Omit<FirstAnswer, "at">,
  starts: Readonly<Record<string, number>>,
  since: number,
): Readonly<Record<string, unknown>> {
  const each = Object.entries(starts).map(([name, at]) => [name, Math.round((at - since) * 10) / 10] as const);
  return { asked, driftMs, started: Object.fromEntries(each) };
}

/** When the entry logged that it has started, in milliseconds since 1970; undefined if the workload does not say what it logs. */
async function listeningAt({ workload }: Subject, control: Control, since: number): Promise<number | undefined> {
  const { name, says } = entryOf(workload);
  if (says?.started === undefined) return undefined;
  for (const until = performance.now() + loggedWithinMs; performance.now() < until;) {
    const line = (await linesOf(control, name, says.started)).find(({ at }) => at >= Math.floor(since));
    if (line !== undefined) return line.at;
  }
  throw new Error(`${name} answered and has not logged that it started`);
}

/** A log driver or a supervisor may pass a line on later. */
const loggedWithinMs = 2_000;

function silent({ workload }: Subject): string {
  return `The workload does not say what ${workload.entry.service} logs when it has started.`;
}
