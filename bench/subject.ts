import type { Workload } from "../services/contract.ts";
import { separate } from "../stacks/approaches/separate/index.ts";
import { writeContext } from "../stacks/engine/context-folder.ts";
import { planDeployment, type BaseImage, type DeploymentPlan } from "../stacks/engine/plan.ts";
import { canListen } from "../stacks/engine/port-probe.ts";
import { firstFreePort, preferredPort } from "../stacks/engine/ports.ts";
import type { Target } from "./arm.ts";

/** The workload, rendered for one arm: names, labels and port of its own, all else equal. */
export interface Subject {
  readonly plan: DeploymentPlan;
  readonly port: number;
}

export const benchStack = "bench";
export const benchApproach = separate;
const address = "127.0.0.1";

/** What every arm's rendering starts from. */
export interface Ingredients {
  readonly workload: Workload;
  readonly baseImage: BaseImage;
  /** The words before a docker sub-command. */
  readonly docker: readonly string[];
  /** Where build contexts are written, relative to the project. */
  readonly contextFolder: string;
}

/** @param taken ports of other arms; the subject's own is added */
export async function planSubject(from: Ingredients, instance: string, taken: Set<number>): Promise<Subject> {
  const scope = { instance, stack: benchStack, approach: benchApproach.name, workload: from.workload.name };
  const isFree = async (port: number) => !taken.has(port) && (await canListen(address, port));
  const port = await firstFreePort(preferredPort(scope), isFree);
  if (port === undefined) throw new Error("no port is free");
  taken.add(port);
  const settings = { scope, baseImage: from.baseImage.name, docker: from.docker, publish: { address, port } };
  const folder = `${from.contextFolder}/${instance}`;
  const plan = planDeployment(benchApproach, from.workload, settings, from.baseImage, folder);
  return { plan, port };
}

/** Writes a subject's build contexts. */
export async function writeContexts({ plan }: Subject, root: string): Promise<void> {
  for (const { context, files } of plan.images) await writeContext(`${root}/${context}`, files);
}

/** What to look at once a subject is deployed. */
export function targetOf({ plan, port }: Subject): Target {
  return {
    url: `http://${address}:${port}/`,
    containers: plan.rendering.units.map(({ fullName }) => fullName),
    instance: plan.scope.instance,
  };
}
