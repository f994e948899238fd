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
  question: "What does one more peer cost, and can the peer be scaled without the entry?",
  method:
    "Up to 20 more copies of the smallest set of containers that has the peer in it are created by the engine's API with the same settings, without a published port, three at a time; the memory that they are charged with (as in the experiment memory), their processes and the time until the last one runs are taken at 1, 5 and 20.",
  excludes: "Changing the rendered configuration to start more processes inside a container, which needs a new image.",
  kind: "categorical",
  about: ["entry", "peer"],
  besideOthers: false,
  long: true,
  figures: {
    alone: { title: "peers can be added without another entry", unit: "yes-no", better: "yes" },
    reached: { title: "copies that ran", unit: "count", better: "higher" },
    "perPeer.memory": { title: "memory per copy", unit: "bytes", better: "lower" },
    "perPeer.processes": { title: "processes per copy, outside ones too", unit: "count", better: "lower" },
    "perPeer.ms": { title: "time per copy", unit: "ms", better: "lower" },
  },
  async run({ deployment, workload }, { containers, host, clone }) {
    const peer = peerOf(workload).name;
    const container = containerOf(deployment, peer);
    const alone = sharersOf(deployment, peer).length === 0;
    const copies: Clones[] = [];
    const names = () => copies.flatMap((one) => one.names);
    const look = () => usageOf(containers, host, deployment, [...containers.names, ...names()]);
    try {
      const before = await look();
      let milliseconds = 0;
      let refusal: string | undefined;
      const points: Record<string, Usage> = {};
      for (const until of steps) {
        const begun = Date.now();
        refusal = await addCopies(until, copies, (number) =>
          clone({ suffix: `-copy-${number}`, publish: false, containers: [container] }),
        );
        // One that the engine has created and would not start is none.
        if (refusal !== undefined) await removeStopped(copies, containers.state);
        await containers.untilHealthy(120_000, names());
        milliseconds += Date.now() - begun;
        points[copies.length] = await look();
        if (refusal !== undefined) break;
      }
      const reached = copies.length;
      const last = points[reached];
      if (last === undefined || reached === 0)
        throw new Error(`no copy could be made: ${refusal ?? "no reason given"}`);
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

/** How many copies there are when memory is looked at. */
const steps = [1, 5, 20];

/** The engine works on several at a time, as it would for any tool that deploys them. */
const atOnce = 3;

/**
 * Adds copies until there are enough or the engine refuses one.
 * @param make given the number of the copy
 * @returns why the engine refused
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
