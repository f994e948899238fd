import type { Workload } from "../../services/contract.ts";
import type { Work } from "../../toolchain/work.ts";
import { containersOf } from "../deployment.ts";
import type { Subject } from "../tools.ts";
import { containerToolsFor } from "./containers.ts";
import type { Lab } from "./lab.ts";
import { stackOf, type PlannedSubject } from "./subjects.ts";
import { runWorkers } from "./workers.ts";

/** Deployments that can be measured, and why others cannot. */
export interface Deployed {
  readonly subjects: ReadonlyMap<string, Subject>;
  /** Reasons by subject. */
  readonly failures: ReadonlyMap<string, string>;
  /** Removes their containers; images stay for the next workload, which shares layers with them. */
  remove(): Promise<void>;
}

/** Deploying mostly waits for health. */
const atOnce = 3;

/** Deploys all subjects with a workload, each as a stack of its own, and freezes them. A failure is noted and keeps the others going. */
export async function deploySubjects(
  lab: Lab,
  planned: readonly PlannedSubject[],
  workload: Workload,
  work: Work,
): Promise<Deployed> {
  const subjects = new Map<string, Subject>();
  const failures = new Map<string, string>();
  const waiting = [...planned];
  let ended = 0;
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const { name } = one.record;
      work.update(`deploys ${workload.name}: ${name} (${ended} of ${planned.length} done)`);
      try {
        subjects.set(name, await deploy(lab, one, workload, work.signal));
      } catch (error) {
        work.signal.throwIfAborted();
        failures.set(name, (error as Error).message);
        work.note(`${name} could not be deployed: ${(error as Error).message}`);
      }
      ended += 1;
    }
  };
  await runWorkers(atOnce, worker);
  return {
    subjects,
    failures,
    async remove() {
      const names = [...subjects.values()].flatMap(({ deployment }) => containersOf(deployment));
      if (names.length > 0) await lab.source.docker.run(["rm", "--force", "--volumes", ...names.toReversed()]);
    },
  };
}

async function deploy(lab: Lab, { record, approach }: PlannedSubject, workload: Workload, signal: AbortSignal) {
  const stack = stackOf(record, workload.name);
  const config = {
    approaches: JSON.stringify([approach.name]),
    workload: workload.name,
    ...(approach.requires.includes("privileged") ? { allowPrivileged: "true" } : {}),
  };
  const outputs = await lab.copy.deploy(stack, config, signal);
  const deployment = outputs.deployments[approach.name];
  if (deployment === undefined) throw new Error(`the outputs have no deployment "${approach.name}"`);
  await containerToolsFor(lab.api, lab.host, deployment, signal).freeze();
  const { name, twinOf } = record;
  const subject: Subject = { name, approach: approach.name, deployment, workload, stack, project: lab.copy };
  return twinOf === undefined ? subject : { ...subject, twinOf };
}
