import { EngineRefusal } from "../../docker/engine-api.ts";
import type { Experiment } from "../contract.ts";
import { containerOf, sharersOf } from "../deployment.ts";
import { usageOf, type Usage } from "../instruments/usage.ts";
import { peerOf } from "../roles.ts";
import type { Tools } from "../tools.ts";
import type { Clones } from "../tools/containers.ts";

export const scaling: Experiment = {
  name: "scaling",
  title: "Scaling",
  question: "How much does one more peer cost, and can the peer be scaled without the entry?",
  method:
    "Up to 20 copies of the container that has the peer in it are created through the Engine API with the same settings, without a published port, three at a time. At 1, 5 and 20 copies, their charged memory (as in the experiment memory), their processes and the time until the last one is healthy are measured.",
  excludes: "Starting more processes inside a container by a changed configuration, which needs a new image.",
  kind: "categorical",
  about: ["entry", "peer"],
  besideOthers: false,
  long: true,
  figures: {
    alone: { title: "the peer can be scaled without the entry", unit: "yes-no", better: "yes" },
    reached: { title: "copies that ran", unit: "count", better: "higher" },
    "perPeer.memory": { title: "memory per copy", unit: "bytes", better: "lower" },
    "perPeer.processes": { title: "processes per copy, shims included", unit: "count", better: "lower" },
    "perPeer.ms": { title: "time per copy", unit: "ms", better: "lower" },
  },
  async run({ deployment, workload }, { containers, host, clone }) {
    const peer = peerOf(workload).name;
    const container = containerOf(deployment, peer);
    const alone = sharersOf(deployment, peer).length === 0;
    const copies: Clones[] = [];
    const names = () => copies.flatMap((one) => one.names);
    const sample = () => usageOf(containers, host, deployment, [...containers.names, ...names()]);
    try {
      const before = await sample();
      let milliseconds = 0;
      let refusal: string | undefined;
      const points: Record<string, Usage> = {};
      for (const until of steps) {
        const begun = Date.now();
        refusal = await addCopies(until, copies, (number) =>
          clone({ suffix: `-copy-${number}`, publish: false, containers: [container] }),
        );
        // A copy that Docker created and refused to start does not count.
        if (refusal !== undefined) await removeStopped(copies, containers.state);
        await containers.untilHealthy(120_000, names());
        milliseconds += Date.now() - begun;
        points[copies.length] = await sample();
        if (refusal !== undefined) break;
      }
      const reached = copies.length;
      const last = points[reached];
      if (last === undefined || reached === 0)
        throw new Error(`no copy could be created: ${refusal ?? "no reason given"}`);
      const charged = ({ pss, outside }: Usage) => pss + outside;
      const count = ({ processes, outsideProcesses }: Usage) => processes.length + outsideProcesses;
      return {
        values: {
          alone,
          reached,
          "perPeer.memory": (charged(last) - charged(before)) / reached,
          "perPeer.processes": Math.round((count(last) - count(before)) / reached),
          "perPeer.ms": milliseconds / reached,
        },
        details: { before, points, ...(refusal === undefined ? {} : { refusal }) },
      };
    } finally {
      await Promise.all(copies.map((one) => one.remove()));
    }
  },
};

async function removeStopped(copies: Clones[], state: Tools["containers"]["state"]): Promise<void> {
  for (const copy of [...copies]) {
    const states = await Promise.all(copy.names.map(state));
    if (states.every(({ State }) => State.Running)) continue;
    await copy.remove();
    copies.splice(copies.indexOf(copy), 1);
  }
}

/** Numbers of copies at which memory is measured. */
const steps = [1, 5, 20];

/** Copies created in parallel, as a deployment tool would do. */
const atOnce = 3;

/**
 * Adds copies until there are enough or Docker refuses one.
 * @param make creates the copy with this number
 * @returns why Docker refused; undefined if it did not
 */
async function addCopies(
  until: number,
  copies: Clones[],
  make: (number: number) => Promise<Clones>,
): Promise<string | undefined> {
  let refusal: string | undefined;
  let next = copies.length;
  const worker = async () => {
    while (next < until && refusal === undefined) {
      const number = next;
      next += 1;
      try {
        const made = await make(number);
        copies.push(made);
        await made.start();
      } catch (error) {
        if (!(error instanceof EngineRefusal)) throw error;
        refusal = error.message;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return refusal;
}
