import type { Experiment, Observations } from "../contract.ts";
import { containerOf } from "../deployment.ts";
import { addCopies, growthOf, removeStopped, type Growth } from "../instruments/copies.ts";
import { hiddenPages, present } from "../instruments/missing.ts";
import { groupOf, usageOf } from "../instruments/usage.ts";
import { entryOf, peerOf } from "../roles.ts";
import type { Subject, Tools } from "../tools.ts";
import type { Clones } from "../tools/containers.ts";
import type { Load } from "../tools/requests.ts";
import { addInside } from "./scaling/inside.ts";
import { nthCopies } from "./scaling/nth-copies.ts";
import { failed, mainsOf, restarted, timeUntilRunning } from "./scaling/running.ts";

export const scaling: Experiment = {
  name: "scaling",
  title: "Scaling",
  question: "What does one more peer cost, and does the entry notice?",
  method:
    "While the host sends 100 requests per second to the entry, a worker is added: inside the running container, as users of its supervisor do (a further program and supervisorctl update, an instance of a template unit, a further service folder), and as one more container with the same settings, through the Engine API. Each time, the main process of the entry is compared before and after, failed requests are counted, and so is the time until the worker's command runs. Then there are copies until 20 run, three at a time. Memory is distinct pages, with shims for copies (as in the experiment memory), of the original and the first n copies, for each n, at one moment: the n-th copy is the difference of n and n - 1.",
  excludes:
    "More replicas by configuration: with separate containers, npm run up creates the same container as here; with one for all it replaces the container (as in the experiment update), and refuses a service whose check cannot tell its replicas apart. What no cgroup and no process shows, such as network namespaces.",
  kind: "categorical",
  about: ["entry", "peer"],
  besideOthers: false,
  othersStopped: true,
  long: true,
  figures: {
    "inside.possible": { title: "a worker can be added in the running container", unit: "yes-no", better: "yes" },
    "inside.restarted": { title: "the entry restarts when one is added inside", unit: "yes-no", better: "no" },
    "inside.lost": { title: "requests lost when one is added inside", unit: "count", better: "lower" },
    "inside.memory": { title: "memory of a worker added inside", unit: "bytes", better: "lower" },
    "inside.ms": { title: "time until a worker added inside runs", unit: "ms", better: "lower" },
    "deployment.restarted": { title: "the entry restarts when a container is added", unit: "yes-no", better: "no" },
    "deployment.lost": { title: "requests lost when a container is added", unit: "count", better: "lower" },
    "deployment.memory": { title: "memory of one more container with the peer", unit: "bytes", better: "lower" },
    "deployment.processes": { title: "processes of one more, shim included", unit: "count", better: "lower" },
    "deployment.ms": { title: "time until the peer in one more container runs", unit: "ms", better: "lower" },
    reached: { title: "copies that ran", unit: "count", better: "higher" },
    "nth.memory.1": { title: "memory of the 1st copy of the container", unit: "bytes", better: "lower" },
    "nth.memory.5": { title: "memory of the 5th copy of the container", unit: "bytes", better: "lower" },
    "nth.memory.20": { title: "memory of the 20th copy of the container", unit: "bytes", better: "lower" },
    alone: {
      title: "the peer can be scaled without the entry",
      unit: "yes-no",
      better: "yes",
      withdrawn:
        "It was read from the topology and not measured: a supervisor can start a further worker beside the entry.",
    },
    "perPeer.memory": {
      title: "memory per copy (PSS)",
      unit: "bytes",
      better: "lower",
      withdrawn:
        "PSS beside other deployments, read before start helpers had ended; and a copy of one container for all is a whole deployment.",
    },
    "perPeer.processes": {
      title: "processes per copy, shims included",
      unit: "count",
      better: "lower",
      withdrawn: "It was counted before start helpers had ended.",
    },
    "perPeer.ms": {
      title: "time per copy",
      unit: "ms",
      better: "lower",
      withdrawn: "It was mostly the interval of the health check, and three copies started at a time.",
    },
  },
  exhibits: nthCopies,
  elsewhere:
    "It adds copies of a container by the Engine API, with the settings of the first; the verbs make no copies. The experiment density deploys copies of the whole by Pulumi.",
  async run(subject, tools) {
    const copies: Clones[] = [];
    try {
      const { containers, host, load } = tools;
      const requests = await load({ from: "host", rate: 100, seconds: 120 });
      const before = await usageOf(containers, host, groupOf(containers, subject.deployment), { settle: "processes" });
      const inside = await addInside(subject, tools, requests, before);
      const outside = await addContainer(subject, tools, requests, copies);
      await requests.stop();
      const many = await addMany(subject, tools, copies);
      return {
        values: { ...inside.values, ...outside, ...many.values },
        missing: { ...inside.missing, ...many.missing },
        details: { before, ...inside.details, ...many.details },
      };
    } finally {
      await Promise.all(copies.map((one) => one.remove()));
    }
  },
};

/** Copies at which memory is reported. */
const steps = [1, 5, 20];
const most = 20;

function copyWith({ deployment, workload }: Subject, { clone }: Tools): (number: number) => Promise<Clones> {
  const container = containerOf(deployment, peerOf(workload).name);
  return (number) => clone({ suffix: `-copy-${number}`, publish: false, containers: [container] });
}

async function addContainer(subject: Subject, tools: Tools, requests: Load, copies: Clones[]) {
  const { workload } = subject;
  const entry = await mainsOf(subject, tools, entryOf(workload));
  const failures = failed(requests);
  const begun = performance.now();
  const copy = await copyWith(subject, tools)(copies.length);
  copies.push(copy);
  const created = performance.now() - begun;
  const started = await timeUntilRunning(tools, copy.names[0] ?? "", peerOf(workload), 1, () => copy.start());
  return {
    "deployment.restarted": restarted(entry, await mainsOf(subject, tools, entryOf(workload))),
    "deployment.lost": failed(requests) - failures,
    "deployment.ms": created + started,
  };
}

async function addMany(subject: Subject, tools: Tools, copies: Clones[]): Promise<Observations> {
  const { containers, host } = tools;
  const original = groupOf(containers, subject.deployment);
  const refusal = await addCopies(most, copies, copyWith(subject, tools));
  // A copy that Docker created and refused to start does not count.
  if (refusal !== undefined) await removeStopped(copies, containers.state);
  const groups = copies.map(({ names }) => ({ containers: names, ports: [] }));
  const growth = await growthOf(tools, original, groups);
  const one = { containers: copies[0]?.names ?? [], ports: [] };
  const alone = await usageOf(containers, host, one, { pages: false });
  const reached = copies.length;
  const [first, last] = [growth.pages[0]?.engine, growth.pages[reached]?.engine];
  const each = first === undefined || last === undefined ? undefined : (last - first) / reached;
  const nth = Object.fromEntries(steps.map((step) => [`nth.memory.${step}`, nthOf(growth, step)]));
  const { values, missing } = present({ "deployment.memory": each, ...nth }, (figure) =>
    first === undefined ? hiddenPages : `${figure}: Docker refused more than ${reached} copies: ${refusal ?? ""}`,
  );
  return {
    values: { ...values, reached, "deployment.processes": sum(alone.processes) + alone.outsideProcesses },
    missing,
    details: { many: growth.usage, pages: growth.pages, ...(refusal === undefined ? {} : { refusal }) },
  };
}

/** Bytes that the n-th copy adds. */
function nthOf({ pages }: Growth, nth: number): number | undefined {
  const [after, before] = [pages[nth]?.engine, pages[nth - 1]?.engine];
  return after === undefined || before === undefined ? undefined : after - before;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
