import type { Workload } from "../../services/contract.ts";
import { labelPrefix } from "../../stacks/rendering/labels.ts";
import { grantingConfig } from "../../stacks/requirements.ts";
import type { Work } from "../../toolchain/work.ts";
import { containersOf } from "../deployment.ts";
import type { Subject } from "../tools.ts";
import type { Lab } from "./lab.ts";
import { stackOf, type PlannedSubject } from "./subjects.ts";
import { containersFor } from "./tools.ts";
import { runWorkers } from "./workers.ts";

/** Deployments to measure, and why others failed. */
export interface Deployed {
  readonly subjects: ReadonlyMap<string, Subject>;
  /** Error messages by subject. */
  readonly failures: ReadonlyMap<string, string>;
  /**
   * Removes the containers and their networks: Docker has addresses for about thirty networks. Images stay for the next workload, which shares
   * layers with them.
   */
  remove(): Promise<void>;
}

/** Number of deployments at once: each mostly waits for health checks. */
const atOnce = 3;

/** Deploys each subject as its own stack and freezes it. A failure is noted, and the others go on. */
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
      work.update(`deploying ${workload.name}: ${name} (${ended} of ${planned.length} done)`);
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
      const all = [...subjects.values()];
      const { signal } = new AbortController();
      for (const subject of all.filter(({ system }) => system !== undefined)) {
        // What is frozen would not end in its grace period.
        await containersFor(subject, lab, signal).kill();
        await lab.copy.destroy(subject.stack, signal);
      }
      const names = all
        .filter(({ system }) => system === undefined)
        .flatMap(({ deployment }) => containersOf(deployment));
      const { docker } = lab.source;
      if (names.length > 0) await docker.run(["rm", "--force", "--volumes", ...names.toReversed()]);
      const own = `label=${labelPrefix}.instance=${lab.copy.instance}`;
      await docker.run(["network", "prune", "--force", "--filter", own]);
    },
  };
}

async function deploy(lab: Lab, { record, approach, system }: PlannedSubject, workload: Workload, signal: AbortSignal) {
  const stack = stackOf(record, workload.name);
  const config = {
    approaches: JSON.stringify([approach.name]),
    workload: workload.name,
    ...record.config,
    ...grantingConfig(approach),
  };
  const outputs = await lab.copy.deploy(stack, config, signal);
  const deployment = outputs.deployments[approach.name];
  if (deployment === undefined) throw new Error(`the outputs have no deployment "${approach.name}"`);
  const { name, twinOf } = record;
  const subject: Subject = {
    ...{ name, approach: approach.name, deployment, workload, stack, project: lab.copy },
    ...(twinOf === undefined ? {} : { twinOf }),
    ...(system === undefined ? {} : { system }),
  };
  await containersFor(subject, lab, signal).freeze();
  return subject;
}
